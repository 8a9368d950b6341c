// The files that are parts of the tool. A compiler of C takes their bytes as they are, in no time; SwiftPM's own way, an array literal of Swift,
// costs half a minute of a first build.

#include "CEmbeddedFiles.h"

#if !__has_embed(__FILE__)
#error "this compiler doesn't know #embed: Swift 6.2 or later has one that does"
#endif
#pragma clang diagnostic ignored "-Wc23-extensions"

#define FILE_NAMED(name) const EmbeddedFile embedded_##name = {name, sizeof name};

static const uint8_t checks_en_mustache[] = {
#embed "../SiteRendering/Theme/checks-en.mustache"
};
FILE_NAMED(checks_en_mustache)

static const uint8_t checks_zh_mustache[] = {
#embed "../SiteRendering/Theme/checks-zh.mustache"
};
FILE_NAMED(checks_zh_mustache)

static const uint8_t entry_mustache[] = {
#embed "../SiteRendering/Theme/entry.mustache"
};
FILE_NAMED(entry_mustache)

static const uint8_t landing_mustache[] = {
#embed "../SiteRendering/Theme/landing.mustache"
};
FILE_NAMED(landing_mustache)

static const uint8_t missing_mustache[] = {
#embed "../SiteRendering/Theme/missing.mustache"
};
FILE_NAMED(missing_mustache)

static const uint8_t page_mustache[] = {
#embed "../SiteRendering/Theme/page.mustache"
};
FILE_NAMED(page_mustache)

static const uint8_t whole_mustache[] = {
#embed "../SiteRendering/Theme/whole.mustache"
};
FILE_NAMED(whole_mustache)

static const uint8_t book_css[] = {
#embed "../SiteRendering/Theme/book.css"
};
FILE_NAMED(book_css)

static const uint8_t figures_css[] = {
#embed "../SiteRendering/Theme/figures.css"
};
FILE_NAMED(figures_css)

static const uint8_t formulas_css[] = {
#embed "../SiteRendering/Theme/formulas.css"
};
FILE_NAMED(formulas_css)

static const uint8_t math_css[] = {
#embed "../SiteRendering/Theme/math.css"
};
FILE_NAMED(math_css)

static const uint8_t paper_css[] = {
#embed "../SiteRendering/Theme/paper.css"
};
FILE_NAMED(paper_css)

static const uint8_t questions_css[] = {
#embed "../SiteRendering/Theme/questions.css"
};
FILE_NAMED(questions_css)

static const uint8_t theme_css[] = {
#embed "../SiteRendering/Theme/theme.css"
};
FILE_NAMED(theme_css)

static const uint8_t figures_js[] = {
#embed "../SiteRendering/Theme/figures.js"
};
FILE_NAMED(figures_js)

static const uint8_t figures_attention_js[] = {
#embed "../SiteRendering/Theme/figures-attention.js"
};
FILE_NAMED(figures_attention_js)

static const uint8_t figures_bars_js[] = {
#embed "../SiteRendering/Theme/figures-bars.js"
};
FILE_NAMED(figures_bars_js)

static const uint8_t figures_axes_js[] = {
#embed "../SiteRendering/Theme/figures-axes.js"
};
FILE_NAMED(figures_axes_js)

static const uint8_t figures_clocks_js[] = {
#embed "../SiteRendering/Theme/figures-clocks.js"
};
FILE_NAMED(figures_clocks_js)

static const uint8_t figures_flow_js[] = {
#embed "../SiteRendering/Theme/figures-flow.js"
};
FILE_NAMED(figures_flow_js)

static const uint8_t figures_lines_js[] = {
#embed "../SiteRendering/Theme/figures-lines.js"
};
FILE_NAMED(figures_lines_js)

static const uint8_t figures_masks_js[] = {
#embed "../SiteRendering/Theme/figures-masks.js"
};
FILE_NAMED(figures_masks_js)

static const uint8_t figures_plane_js[] = {
#embed "../SiteRendering/Theme/figures-plane.js"
};
FILE_NAMED(figures_plane_js)

static const uint8_t figures_quantities_js[] = {
#embed "../SiteRendering/Theme/figures-quantities.js"
};
FILE_NAMED(figures_quantities_js)

static const uint8_t figures_tables_js[] = {
#embed "../SiteRendering/Theme/figures-tables.js"
};
FILE_NAMED(figures_tables_js)

static const uint8_t formulas_js[] = {
#embed "../SiteRendering/Theme/formulas.js"
};
FILE_NAMED(formulas_js)

static const uint8_t page_js[] = {
#embed "../SiteRendering/Theme/page.js"
};
FILE_NAMED(page_js)

static const uint8_t questions_js[] = {
#embed "../SiteRendering/Theme/questions.js"
};
FILE_NAMED(questions_js)

static const uint8_t search_js[] = {
#embed "../SiteRendering/Theme/search.js"
};
FILE_NAMED(search_js)

static const uint8_t icon_svg[] = {
#embed "../SiteRendering/Theme/icon.svg"
};
FILE_NAMED(icon_svg)

static const uint8_t live_js[] = {
#embed "../LessonsCommand/Serve/live.js"
};
FILE_NAMED(live_js)

static const uint8_t command_md[] = {
#embed "../../Documentation/command.md"
};
FILE_NAMED(command_md)

static const uint8_t course_file_md[] = {
#embed "../../Documentation/course-file.md"
};
FILE_NAMED(course_file_md)

static const uint8_t figures_md[] = {
#embed "../../Documentation/figures.md"
};
FILE_NAMED(figures_md)

static const uint8_t formulas_md[] = {
#embed "../../Documentation/formulas.md"
};
FILE_NAMED(formulas_md)

static const uint8_t lesson_format_md[] = {
#embed "../../Documentation/lesson-format.md"
};
FILE_NAMED(lesson_format_md)
