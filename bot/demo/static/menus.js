// Small menus beside what opened them, for pointers and for arrow keys.

import { element } from "./words.js";

/**
 * Open one beside `anchor`. A choice is `[label, what it does]`, or a row of signs:
 * `{row: [[sign, its name, whether it is chosen, what it does], …], name}`.
 */
export function openMenu(anchor, choices) {
  document.querySelector(".menu")?.close();
  const menu = element("div", "menu");
  menu.role = "menu";
  menu.ariaLabel = anchor.ariaLabel || anchor.textContent;
  menu.close = () => {
    menu.remove();
    anchor.ariaExpanded = "false";
    document.removeEventListener("pointerdown", outside);
  };
  const outside = (event) => menu.contains(event.target) || menu.close();
  menu.append(...choices.map((choice) => (choice.row ? signs(menu, choice) : item(menu, choice))));
  menu.addEventListener("keydown", (event) => step(event, menu, anchor));
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.close();
  });
  document.body.append(menu);
  place(menu, anchor);
  anchor.ariaExpanded = "true";
  items(menu)[0]?.focus();
  setTimeout(() => menu.isConnected && document.addEventListener("pointerdown", outside));
}

const items = (menu) => [...menu.querySelectorAll("[role^=menuitem]")];

function item(menu, [label, act]) {
  const node = element("button", "", ...[label].flat());
  node.role = "menuitem";
  return chooses(node, menu, act);
}

function chooses(node, menu, act) {
  node.type = "button";
  node.tabIndex = -1;
  node.addEventListener("click", () => {
    menu.close();
    act();
  });
  return node;
}

function signs(menu, { row, name }) {
  const group = element("div", "signs");
  group.role = "group";
  group.ariaLabel = name;
  for (const [sign, label, chosen, act] of row) {
    const node = element("button", "", sign);
    node.role = "menuitemcheckbox";
    node.ariaLabel = label;
    node.ariaChecked = String(chosen);
    group.append(chooses(node, menu, act));
  }
  return group;
}

function step(event, menu, anchor) {
  const all = items(menu);
  const at = all.indexOf(document.activeElement);
  const inRow = document.activeElement.closest(".signs");
  const below = inRow ? all.findIndex((each, index) => index > at && !inRow.contains(each)) : at + 1;
  const moves = { ArrowDown: below, ArrowUp: at - 1, Home: 0, End: -1 };
  if (inRow) Object.assign(moves, { ArrowRight: at + 1, ArrowLeft: at - 1 });
  if (event.key in moves) {
    event.preventDefault();
    all.at(moves[event.key] % all.length).focus();
  } else if (event.key === "Escape" || event.key === "Tab") {
    event.preventDefault();
    event.stopPropagation();
    menu.close();
    anchor.focus();
  }
}

function place(menu, anchor) {
  const near = anchor.getBoundingClientRect();
  const own = menu.getBoundingClientRect();
  const left = Math.max(Math.min(near.left, innerWidth - own.width - 8), 8);
  const below = near.bottom + own.height + 8 < innerHeight;
  const top = below ? near.bottom + 4 : Math.max(near.top - own.height - 4, 8);
  menu.style.left = `${left}px`;
  menu.style.top = `${Math.min(top, innerHeight - own.height - 8)}px`;
}
