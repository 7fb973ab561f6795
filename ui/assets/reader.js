// Runs when the reading pane is drawn: brings the cited sentence into view, and leads back.
element.addEventListener("click", (event) => {
  if (event.target.closest("[data-close]")) window.citewire.close();
});
watch("value", () => window.citewire.opened(element));
