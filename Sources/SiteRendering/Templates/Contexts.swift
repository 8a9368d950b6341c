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
  /// Addresses of the picture for the browser's tab, of the one beside the title, and of a further style sheet.
  var icon: HTML = "assets/icon.svg"
  var logo: [HTML] = []
  var css: [HTML] = []
  var footer: [HTML] = []
  /// The scripts with which figures are drawn anew on the page.
  var figures: [HTML] = []
  /// What its formulas need to be computed with a reader's numbers.
  var live: [HTML] = []
  /// One element if the page has questions or predictions, and none otherwise.
  var questions: [HTML] = []
  var licenses: [License]

  struct Run: TemplateContext {
    var id: HTML
    /// None where nothing can be run.
    var commands: [HTML]
    /// The files that readers take away.
    var downloads: [Download]
  }

  struct Download: TemplateContext {
    /// What the file is.
    var words: HTML
    var address: HTML
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
struct LessonContext: TemplateContext, Codable {
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
  /// The author's text, in the place of the title and what the page says of the course.
  var text: [HTML] = []
  /// What the page's own ids begin with, so that headings of the author's text can have any id.
  var prefix = HTML.empty
  var parts: [PartContext]
  var check: HTML
  /// Where a reader begins, above all that explains the course.
  var begin: [Begin] = []
  var about: [About]
  var cover: [Exhibit]
  var state: HTML

  struct Begin: TemplateContext {
    var address: HTML
    var title: HTML
    var time: HTML
  }

  /// What a reader wants to know before the first lesson.
  struct About: TemplateContext {
    var title: HTML
    var text: HTML
  }

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
  /// Those of all lessons' exercises, in one section at the end.
  var solutions: [Solutions]

  struct Lesson: TemplateContext {
    var id: HTML
    /// `Lesson 3`: other lessons refer to it so. None for a page without a number.
    var number: [HTML]
    var article: HTML
  }

  struct Solutions: TemplateContext {
    var lessons: [OfLesson]

    struct OfLesson: TemplateContext {
      var title: HTML
      var content: HTML
    }
  }
}

/// The page on how the checks work.
struct ChecksContext: TemplateContext {
  var title: HTML
  var summary: HTML
  var state: HTML
  /// What isn't checked, in one section; none where all is.
  var unchecked: [Unchecked]

  struct Unchecked: TemplateContext {
    var title: HTML
    var formulas: [Formula]
  }

  struct Formula: TemplateContext {
    var formula: HTML
    var reason: HTML
    /// The lesson, as a link to the formula.
    var place: HTML
  }
}

/// The page that a host shows for an address without a page.
struct MissingContext: TemplateContext {
  var root: HTML
  /// The place of the site on its host isn't known: a script looks for the nearest folder with the site's icon, and mends the links.
  /// Its hash is in the page's policy.
  var isWithoutRoot: Bool
  var words: PageWords
}
