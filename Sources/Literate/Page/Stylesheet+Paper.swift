extension Stylesheet {
  /// On paper: no navigation, everything open, never dark.
  static let paper = #"""
    @page { size: A4; margin: 20mm 18mm 22mm; }
    @media print {
      :root {
        --paper: #ffffff;
        --sheet: #ffffff;
        --bleed: 0.9em;
        --code: 7.6pt;
        --small: 8pt;
      }
      body { font-size: 10.5pt; line-height: 1.45; }
      h1 { font-size: 25pt; }
      h2 { font-size: 15pt; }
      h3 { font-size: 12pt; }
      .skip, .bar, .sidebar, .contents, .turn, .colophon, .copy, .anchor, .search, .begin,
      .views > label, .footnote-backref, .sidenote, .facts .command { display: none !important; }
      .page, body.index main { display: block; max-width: none; padding: 0; }
      .opening { padding-top: 0; }
      a { color: inherit; text-decoration: none; }
      h1, h2, h3, h4, summary, .callout-title { break-after: avoid; }
      figure:not(.cell), table, .equation, tr, .callout, .claims li, .output, figcaption, .chapters > ol > \#
    li {
        break-inside: avoid;
      }
      .cell::before, .tabs > label, .fold { break-after: avoid; }
      .code pre, article > pre { break-inside: avoid; }
      article > h2 { margin: 20pt 0 7pt; }
      article > h3 { margin: 14pt 0 5pt; }
      figcaption { break-before: avoid; }
      p, li { orphans: 3; widows: 3; }
      .cell, .callout, .key-points, .claims, .tabs, article > pre { margin-inline: 0; }
      pre, code { white-space: pre-wrap !important; overflow-wrap: anywhere; }
      pre, .table-wrap, .katex-display, details.data > * {
        overflow: visible !important;
        max-height: none !important;
      }
      .plot pre[role="img"] {
        white-space: pre !important;
        font-size: 7.9pt;
      }
      .code pre, article > pre { border: 0.5pt solid var(--rule); background: var(--panel); }
      .code pre, .callout, .key-points, .claims li::before, .callout-title::before, .series {
        -webkit-print-color-adjust: exact;
        print-color-adjust: exact;
      }
      details::details-content { content-visibility: visible; block-size: auto; }
      summary::before { display: none; }
      .fold > summary, details.data { display: none; }
      .tabs { display: block; border: 0; }
      .tabs > .panel { display: block !important; padding-inline: 0; border: 0; }
      .tabs > label {
        display: block;
        padding-inline: 0;
        color: var(--ink) !important;
        border: 0 !important;
      }
      .margin { border-left: 1.5pt solid var(--rule); }
      .opening + * { margin-top: 16pt; }
    }

    """#
}
