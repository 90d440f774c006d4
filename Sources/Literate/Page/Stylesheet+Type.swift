extension Stylesheet {
  /// Fonts, headings, prose, inline code.
  static let type = #"""
    :root {
      --serif: Charter, "Bitstream Charter", "Iowan Old Style", "Sitka Text", "Palatino Linotype",
        "URW Palladio L", P052, "Source Serif 4", "Noto Serif", "Liberation Serif", serif;
      --sans: "Avenir Next", Avenir, Seravek, "Segoe UI", "Source Sans 3", Cantarell, Ubuntu,
        "Noto Sans", "Liberation Sans", system-ui, sans-serif;
      --mono: ui-monospace, SFMono-Regular, Menlo, "Cascadia Mono", Consolas, "DejaVu Sans Mono",
        "Liberation Mono", monospace;
      --small: 0.8125rem;
      --code: 0.825rem;
    }
    *, *::before, *::after { box-sizing: border-box; }
    html {
      -webkit-text-size-adjust: 100%;
      text-size-adjust: 100%;
      scroll-padding-top: 4.5rem;
    }
    body {
      margin: 0;
      background: var(--paper);
      color: var(--ink);
      font: 1.0625rem/1.6 var(--serif);
      font-kerning: normal;
      font-variant-numeric: oldstyle-nums;
      text-rendering: optimizeLegibility;
      overflow-wrap: break-word;
    }
    @media (min-width: 40rem) { body { font-size: 1.1875rem; } }
    ::selection { background: var(--highlight); }

    h1, h2, h3, h4, h5, h6 {
      margin: 0;
      font-weight: 600;
      line-height: 1.22;
      letter-spacing: -0.008em;
      text-wrap: balance;
    }
    h1 {
      font-size: clamp(2.1rem, 1.4rem + 3vw, 3.1rem);
      line-height: 1.08;
      letter-spacing: -0.02em;
    }
    h2 { font-size: 1.62rem; }
    h3 { font-size: 1.24rem; }
    h4, h5, h6 { font-size: 1.05rem; }
    article > h2 { margin: 3.6rem 0 1rem; }
    article > h3 { margin: 2.4rem 0 0.7rem; }
    article > :is(h4, h5, h6) { margin: 1.8rem 0 0.5rem; }
    article > h2:has(+ h3) { margin-bottom: 0; }
    :is(h2, h3, h4, h5, h6) > .number {
      color: var(--accent);
      font-weight: 400;
      font-variant-numeric: lining-nums tabular-nums;
      letter-spacing: 0;
    }
    .minutes {
      color: var(--muted);
      font: 400 var(--small)/1 var(--sans);
      font-variant-numeric: lining-nums;
      letter-spacing: 0;
      white-space: nowrap;
    }
    :is(h2, h3) > .minutes { margin-left: 0.4em; }
    .anchor {
      color: var(--muted);
      font-weight: 400;
      text-decoration: none;
      opacity: 0;
    }
    :is(h2, h3, h4, h5, h6):hover > .anchor, .anchor:focus-visible { opacity: 1; }

    p, ul, ol, dl, blockquote, table, pre, figure, aside { margin: 0 0 1.1em; }
    li > p { margin-bottom: 0.5em; }
    ul, ol { padding-left: 1.4em; }
    li + li { margin-top: 0.3em; }
    li::marker { color: var(--accent); font-variant-numeric: lining-nums; }
    li:has(> input[type="checkbox"]) { list-style: none; }
    li > input[type="checkbox"] { margin: 0 0.5em 0 -1.45em; accent-color: var(--accent); }
    strong { font-weight: 650; }
    del { color: var(--muted); }
    hr {
      width: 5rem;
      margin: 2.6rem auto;
      border: 0;
      border-top: 1px solid var(--edge);
    }
    blockquote {
      margin-inline: 1.4em;
      color: var(--muted);
      font-style: italic;
    }
    img, svg { max-width: 100%; height: auto; }

    a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: 0.16em; }
    a:not(:hover) { text-decoration-color: color-mix(in srgb, currentColor 45%, transparent); }
    a:is(.xref, .citation) { text-decoration-style: solid; }
    a.citation { color: inherit; }
    :focus-visible {
      outline: 2px solid var(--accent);
      outline-offset: 2px;
      border-radius: 2px;
    }
    main:focus-visible { outline: none; }
    :target { scroll-margin-top: 4.5rem; }
    :is(li, .equation, figure):target { background: var(--highlight); }

    code, kbd, pre, samp {
      font-family: var(--mono);
      font-size: 0.84em;
      font-variant: normal;
      font-variant-ligatures: none;
      font-feature-settings: "calt" 0, "liga" 0;
      tab-size: 2;
    }
    :not(pre) > code {
      padding: 0.08em 0.28em;
      border-radius: 3px;
      background: var(--panel);
      overflow-wrap: anywhere;
    }
    h1 code, h2 code, h3 code, a code { background: none; padding: 0; }
    kbd {
      padding: 0.05em 0.4em;
      border: 1px solid var(--edge);
      border-radius: 3px;
      font-size: 0.72rem;
    }
    .computed { font-variant-numeric: lining-nums; }
    .computed {
      border-bottom: 1px dotted var(--edge);
    }
    .nobr { white-space: nowrap; }
    .katex { font-size: 1.08em; line-height: 1.2; text-rendering: auto; }
    sup, sub { line-height: 0; font-size: 0.72em; }
    .footnote-ref a { padding: 0 0.15em; text-decoration: none; font-family: var(--sans); }

    """#
}
