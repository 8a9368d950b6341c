/// The text of a new lesson that passes its checks: a cell with its output, a checked formula, an exercise.
struct NewLesson {
  let title: String
  /// Whether the lesson uses the Attention library; if not, it is plain Swift.
  let usesAttention: Bool

  var text: String {
    """
    ---
    title: "\(title.escaping("\\\""))"
    summary: What a reader will know at the end, in one sentence.
    vary: 3
    ---

    # \(title.escaping("\\`*_[]<>#$&|~").replacing("\\[", with: "&#91;"))

    Begin with a question. Then the smallest example:

    \(usesAttention ? Self.softmax : Self.square)

    ## Summary

    - What is worth remembering.

    ## Exercises

    \(usesAttention ? Self.softmaxExercise : Self.squareExercise)

    """
  }

  private static let softmax = """
    ```swift
    let x: Tensor = [1, 2, 3]
    let p = softmax(x)
    p
    ```

    ```output
    Tensor [3] = [0.0900, 0.2447, 0.6652]
    ```

    A formula says what the code does. The comment below it has it checked: `p` and `x` are the lesson's variables.

    $$ p_i = \\frac{e^{x_i}}{\\sum_{j=1}^{3} e^{x_j}} $$
    <!-- check -->
    """

  private static let softmaxExercise = """
    > [!EXERCISE]
    > What do the weights sum to?

    > [!SOLUTION]
    > To one, whatever `x` is:
    >
    > ```swift
    > p.sum()
    > ```
    >
    > ```output
    > Float = 1.0
    > ```
    """

  private static let square = """
    ```swift
    let x = 3.0
    let y = x * x
    y
    ```

    ```output
    Double = 9.0
    ```

    A formula says what the code does. The comment below it has it checked: `x` and `y` are the lesson's variables.

    $$ y = x^2 $$
    <!-- check -->
    """

  private static let squareExercise = """
    > [!EXERCISE]
    > What is the square of `y`?

    > [!SOLUTION]
    > The fourth power of `x`:
    >
    > ```swift
    > y * y
    > ```
    >
    > ```output
    > Double = 81.0
    > ```
    """
}

extension String {
  /// The text with a backslash before each of some characters, for a syntax in which they are special.
  fileprivate func escaping(_ special: String) -> String {
    reduce(into: "") { text, character in
      if special.contains(character) { text.append("\\") }
      text.append(character)
    }
  }
}
