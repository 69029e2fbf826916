/**
 * The outer page, in Handlebars with escaping on.
 *
 * The three triple braces take text that is already safe for its place: a style
 * sheet and a script whose hashes stand in the policy, and JSON escaped by `jsonForScript`.
 */
export const pageTemplate = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{{policy}}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="rmodel {{version}}">
<title>{{name}} · data docs</title>
<link rel="icon" href="{{icon}}">
<style>{{{css}}}</style>
<script>{{{clientJs}}}</script>
</head>
<body>
<noscript><p>The documentation of {{name}} needs JavaScript. It runs in this file alone and loads nothing.</p></noscript>
<script type="application/json" id="docs-data">{{{json}}}</script>
</body>
</html>
`;

/** The tab icon: three nodes of a graph, as a data URI because the page may load nothing. */
export const pageIcon = `data:image/svg+xml,${encodeURIComponent(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#17211f"/>` +
    `<path d="M10 11c6 0 6 5 12 5M10 21c6 0 6-5 12-5" fill="none" stroke="#8fa39d" stroke-width="2"/>` +
    `<circle cx="9" cy="11" r="3.5" fill="#4fb3d9"/><circle cx="9" cy="21" r="3.5" fill="#a78bfa"/><circle cx="23" cy="16" r="3.5" fill="#3ecfb2"/></svg>`,
)}`;
