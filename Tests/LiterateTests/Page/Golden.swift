/// What stands around the text of a small page, as it is written.
enum Golden {
  /// From the document type to the text.
  static let opening = """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="generator" content="book">
    <title>2 Bandits – A book that runs</title>
    <link rel="icon" href="assets/mark.svg" type="image/svg+xml">
    <link rel="stylesheet" href="assets/book.css">
    <script>
    try { document.documentElement.dataset.theme = localStorage.getItem("theme") || "" } catch {}
    </script>
    <script src="assets/book.js" defer></script>
    </head>
    <body class="chapter">
    <a class="skip" href="#main">Skip to the text</a>
    <header class="bar">
    <a class="home" href="index.html"><svg class="mark" viewBox="0 0 32 32" width="28" \
    height="28" aria-hidden="true"><path d="M3 18h5c2 0 2-12 4-12s2 12 4 12h4c1.5 0 1.5 8 3 \
    8s1.5-8 3-8h3"/></svg><span>A book that runs</span></a>
    <details class="menu">
    <summary>Chapters</summary>
    <nav aria-label="Chapters of the book">
    <ol>
    <li><a href="01-prediction-errors.html"><span class="number">1</span> <span>Prediction \
    errors</span></a></li>
    <li><a href="02-bandits.html" aria-current="page"><span class="number">2</span> \
    <span>Bandits</span></a></li>
    </ol>
    </nav>
    </details>
    <button type="button" class="open-search" aria-keyshortcuts="/" hidden><span class="glyph" \
    aria-hidden="true"></span><span class="word">Search</span><kbd \
    aria-hidden="true">/</kbd></button>
    <button type="button" class="theme" aria-label="Dark colours" aria-pressed="false" \
    hidden><span class="glyph" aria-hidden="true"></span></button>
    </header>
    <div class="page">
    <nav class="sidebar" aria-label="Contents of this chapter">
    <p><a href="#main"><span class="number">2</span> <span>Bandits</span></a></p>
    <ol>
    <li class="level-2"><a href="#sec-a"><span class="number">2.1</span> <span \
    class="title">Arms</span></a></li>
    </ol>
    </nav>

    """

  /// From the end of the text to the end of the file.
  static let closing = """

    </main>
    <nav class="turn" aria-label="Previous and next chapter">
    <a class="previous" rel="prev" href="01-prediction-errors.html"><span \
    class="way">Previous</span> <span class="title"><span class="number">1</span> Prediction \
    errors</span></a>
    </nav>
    </div>
    <footer class="colophon">
    <p><a href="index.html">A book that runs</a></p>
    <p class="keys" hidden><kbd>/</kbd> search <kbd>←</kbd> <kbd>→</kbd> previous and next \
    chapter</p>
    <p><a href="assets/LICENSES.txt">Licences of fonts and scripts</a></p>
    </footer>
    </body>
    </html>

    """
}
