#include <cmark-gfm.h>
#include <cmark-gfm-extension_api.h>
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm/node.h>

// Turns a code span into an inline that writes HTML; its text becomes what is written.
//
// cmark's own functions refuse: a table's cell does not know custom inlines. Both kinds keep their
// first text in the same place.
static inline void book_make_custom_inline(cmark_node *code) {
  if (code->type == CMARK_NODE_CODE) code->type = CMARK_NODE_CUSTOM_INLINE;
}
