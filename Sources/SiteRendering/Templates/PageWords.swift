/// The words that the templates of the theme show. `page.js` finds some of them in attributes of the page.
struct PageWords: TemplateContext {
  var skip: HTML
  var contents: HTML
  var turn: HTML
  var previous: HTML
  var next: HTML
  var edit: HTML
  var source: HTML
  var home: HTML
  var everyResult: HTML
  var whole: HTML
  var checks: HTML
  var lessons: HTML
  var whatWasChecked: HTML
  var run: HTML
  var runIntroduction: HTML
  var missing: HTML
  var missingHelp: HTML
  var toLessons: HTML
  var printHint: HTML
  var search: HTML
  var searchLessons: HTML
  var nothingFound: HTML
  var found: HTML
  var foundMore: HTML
  var close: HTML
  var keys: HTML
  var copyLink: HTML
  var linkCopied: HTML
  var theme: HTML
  var auto: HTML
  var light: HTML
  var dark: HTML
  var copy: HTML
  var copied: HTML
  var notCopied: HTML
}
