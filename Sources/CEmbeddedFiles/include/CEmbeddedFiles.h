#ifndef C_EMBEDDED_FILES_H
#define C_EMBEDDED_FILES_H

#include <stddef.h>
#include <stdint.h>

/// A file that is a part of the tool.
typedef struct __attribute__((swift_attr("@Sendable"))) {
  const uint8_t *bytes;
  size_t count;
} EmbeddedFile;

extern const EmbeddedFile embedded_checks_en_mustache;
extern const EmbeddedFile embedded_checks_zh_mustache;
extern const EmbeddedFile embedded_entry_mustache;
extern const EmbeddedFile embedded_landing_mustache;
extern const EmbeddedFile embedded_missing_mustache;
extern const EmbeddedFile embedded_page_mustache;
extern const EmbeddedFile embedded_whole_mustache;
extern const EmbeddedFile embedded_book_css;
extern const EmbeddedFile embedded_figures_css;
extern const EmbeddedFile embedded_formulas_css;
extern const EmbeddedFile embedded_math_css;
extern const EmbeddedFile embedded_paper_css;
extern const EmbeddedFile embedded_questions_css;
extern const EmbeddedFile embedded_theme_css;
extern const EmbeddedFile embedded_figures_js;
extern const EmbeddedFile embedded_figures_attention_js;
extern const EmbeddedFile embedded_figures_bars_js;
extern const EmbeddedFile embedded_figures_axes_js;
extern const EmbeddedFile embedded_figures_clocks_js;
extern const EmbeddedFile embedded_figures_flow_js;
extern const EmbeddedFile embedded_figures_lines_js;
extern const EmbeddedFile embedded_figures_masks_js;
extern const EmbeddedFile embedded_figures_plane_js;
extern const EmbeddedFile embedded_figures_quantities_js;
extern const EmbeddedFile embedded_figures_tables_js;
extern const EmbeddedFile embedded_formulas_js;
extern const EmbeddedFile embedded_page_js;
extern const EmbeddedFile embedded_questions_js;
extern const EmbeddedFile embedded_search_js;
extern const EmbeddedFile embedded_icon_svg;
extern const EmbeddedFile embedded_live_js;
extern const EmbeddedFile embedded_command_md;
extern const EmbeddedFile embedded_course_file_md;
extern const EmbeddedFile embedded_figures_md;
extern const EmbeddedFile embedded_formulas_md;
extern const EmbeddedFile embedded_lesson_format_md;

#endif
