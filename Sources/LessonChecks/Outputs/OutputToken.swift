/// A piece of an output: a number, a scalar of anything else, or a `…` with which an author leaves something open.
enum OutputToken: Hashable {
  case number(PrintedNumber)
  /// A scalar, not a character: `é` may consist of one or two scalars, and those are different texts.
  case scalar(Unicode.Scalar)
  case anything
}
