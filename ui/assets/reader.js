// Runs when the reading pane is drawn: brings the cited sentence into view, leads back, and opens
// other versions of the article.
element.addEventListener("click", (event) => {
  if (event.target.closest("[data-close]")) window.citewire.close();
  const version = event.target.closest("[data-open]");
  if (version) trigger("click", { place: version.dataset.open });
});
watch("value", () => window.citewire.opened(element));
