// Panels that slide in from the edge of a screen too narrow to show them beside the chat.

const drawers = [];

/** Let `button` open and close `panel`; both stay as they are where the panel is always seen. */
export function drawer(button, panel) {
  const own = {
    panel,
    shut(back = false) {
      if (!panel.classList.contains("open")) return;
      panel.classList.remove("open");
      button.ariaExpanded = "false";
      if (back) button.focus();
    },
  };
  drawers.push(own);
  button.addEventListener("click", () => {
    const opens = !panel.classList.contains("open");
    shutDrawers();
    if (!opens) return;
    panel.classList.add("open");
    button.ariaExpanded = "true";
    const first = panel.querySelector("[aria-current], button, a, input, summary, [tabindex='0']");
    first?.focus({ preventScroll: true });
  });
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") own.shut(true);
  });
  document.addEventListener("pointerdown", (event) => {
    if (!panel.contains(event.target) && !button.contains(event.target)) own.shut();
  });
}

/** Shut whichever is open. */
export function shutDrawers() {
  for (const each of drawers) each.shut();
}
