import Diagnostics
import LessonDocument

/// Finds images that the site can't show: missing ones, those outside the course, and those that take too long to load.
package enum ImageChecker {
  /// Ten pictures of this size take seconds over a slow connection, and a smaller picture would do.
  static let limitInBytes = 1 << 20

  /// The problems of images, each with the index of its image.
  static func problems(in document: Document, targets: LinkTargets) -> [(image: Int, problem: Problem)] {
    document.images.enumerated().compactMap { index, image in problem(of: image, targets).map { (index, $0) } }
  }

  private static func problem(of image: Image, _ targets: LinkTargets) -> Problem? {
    let path = image.path
    guard !path.contains("://"), !path.hasPrefix("/"), !path.hasPrefix("data:") else {
      return Problem(
        "`\(path.prefix(60))` is not part of the course", at: image.range,
        help: "put the image beside the lesson: a page of the site loads nothing from elsewhere")
    }
    guard let picture = targets.pictures[path] else {
      return Problem(
        path.isEmpty ? "this image has no file" : "there is no image `\(path)` beside the lesson", at: image.range,
        help: suggestion(for: path, among: targets.pictures.keys)
          ?? "put it in the folder of lessons, as \(Picture.endings.map { "`.\($0)`" }.joined(separator: ", "))")
    }
    return problem(of: picture, path, at: image.range)
  }

  /// The problem of a picture that is named by a path.
  package static func problem(of picture: Picture, _ path: String, at range: Range<Int>) -> Problem? {
    let size = picture.sizeInBytes
    if let flaw = picture.flaw { return problem(of: flaw, path, at: range) }
    if size == 0 { return Problem("the image `\(path)` is empty", at: range, help: "save it again") }
    guard size > limitInBytes else { return nil }
    return Problem(
      "the image `\(path)` has \(size / 1024) KiB; more than \(limitInBytes / 1024) is too much for a page", at: range,
      help: "make it smaller, or save it as `.svg` or `.webp`")
  }

  private static func problem(of flaw: Picture.Flaw, _ path: String, at range: Range<Int>) -> Problem {
    switch flaw {
    case .notAPicture:
      Problem("`\(path)` isn't a picture, judging by its first bytes", at: range, help: "save the picture again, or remove the image")
    case .otherKind(let kind):
      Problem(
        "`\(path)` is a picture of another kind: browsers won't show it under that name", at: range, help: "let its name end in `.\(kind)`")
    case .unreadable(let why, let help): Problem("`\(path)` \(why)", at: range, help: help)
    case .leadsOut:
      Problem(
        "`\(path)` is a symbolic link that leads out of the course, and isn't followed", at: range, help: "copy the picture into the course"
      )
    case .active(let part, let line):
      Problem(
        "`\(path)` contains \(part) in its line \(line): opened alone, a drawing could run a script", at: range,
        help: "save it as plain SVG, without scripts, events and parts of other files")
    case .twin:
      Problem(
        "two pictures are called `\(path)`: their names differ only in how their letters are encoded", at: range, help: "rename one of them"
      )
    }
  }
}
