// Runs when the conversation or the list is drawn: its buttons open articles and ask examples.
element.addEventListener("click", (event) => {
  const button = event.target.closest("[data-open], [data-ask]");
  if (!button) return;
  if (button.dataset.ask) {
    trigger("submit", { question: button.dataset.ask });
  } else {
    window.citewire.from = button;
    trigger("click", { place: button.dataset.open });
  }
});
watch("value", () => window.citewire.latest(element));
