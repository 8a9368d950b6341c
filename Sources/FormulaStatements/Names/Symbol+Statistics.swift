extension Symbol {
  /// What the symbol says of a distribution or of growth, where it is the sign of an expectation or the like (R18); nil for any other.
  package var statistic: String? {
    switch name(sub: false, sup: false).latex {
    case "\\mathbb{E}", "\\text{E}": "an expectation"
    case "\\text{Var}", "\\text{var}", "\\mathbb{V}": "a variance"
    case "\\text{Cov}": "a covariance"
    case "\\text{Pr}", "\\mathbb{P}": "a probability"
    case "\\mathcal{O}", "\\text{O}": "an order of growth"
    case "\\mathcal{N}": "a distribution"
    default: nil
    }
  }
}
