// What each template shows. Values are `HTML`, which is escaped already: a template writes them as `{{{name}}}`.

/// The frame of every page, with its article.
struct PageContext: TemplateContext {
  var language: HTML
  var words: PageWords
  var course: HTML
  var title: HTML
  var summary: HTML
  var authors: [HTML]
  /// What relative addresses begin with.
  var root = HTML.empty
  /// The page's own address, where it is known.
  var address: [HTML]
  var isLanding = false
  var isWhole = false
  var isMissing = false
  var contents: [ContentsPart]
  var eyebrow: [HTML] = []
  var article = HTML.empty
  /// How a reader runs the lesson.
  var run: [Run] = []
  var turn: [Turn] = []
  var edit: [HTML] = []
  var source: [HTML] = []
  var licenses: [License]

  struct Run: TemplateContext {
    var id: HTML
    var commands: HTML
  }

  /// The lessons before and after a lesson.
  struct Turn: TemplateContext {
    var previous: [LessonContext]
    var next: [LessonContext]
  }

  struct License: TemplateContext {
    var name: HTML
    var address: HTML
  }

  /// A part of the course in the contents.
  struct ContentsPart: TemplateContext {
    var title: [HTML]
    /// Each by the template of an entry.
    var entries: HTML
  }
}

/// A lesson in the contents, with its sections on its own page.
struct EntryContext: TemplateContext {
  var number: HTML
  var title: HTML
  var address: HTML
  var isCurrent: Bool
  var sections: [Section] = []

  struct Section: TemplateContext {
    var id: HTML
    var title: HTML
  }
}

/// A lesson in a list of lessons.
struct LessonContext: TemplateContext {
  var number: HTML
  var title: HTML
  var address: HTML
  var time: HTML
  var summary: [HTML]
  var check: HTML
}

/// A part of the course with its lessons.
struct PartContext: TemplateContext {
  var title: [HTML]
  var lessons: [LessonContext]
}

struct LandingContext: TemplateContext {
  var course: HTML
  var summary: HTML
  var words: PageWords
  var parts: [PartContext]
  var check: HTML
  var cover: [Exhibit]
  var state: HTML

  /// A formula or a cell of a lesson.
  struct Exhibit: TemplateContext {
    var content: HTML
    /// Which lesson it is from.
    var source: HTML
  }
}

/// The whole course on one page.
struct WholeContext: TemplateContext {
  var course: HTML
  var summary: HTML
  var words: PageWords
  var parts: [PartContext]
  var lessons: [Lesson]

  struct Lesson: TemplateContext {
    var id: HTML
    var article: HTML
  }
}

/// The page on how the checks work.
struct ChecksContext: TemplateContext {
  var title: HTML
  var summary: HTML
  var state: HTML
}

/// The page that a host shows for an address without a page.
struct MissingContext: TemplateContext {
  var root: HTML
  var words: PageWords
}
