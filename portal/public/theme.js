// Runs before the first paint, so that a chosen theme does not flash; a file of its own because the content policy allows no inline script.
(function () {
  var chosen = localStorage.getItem('dezky.theme');
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;
})();
