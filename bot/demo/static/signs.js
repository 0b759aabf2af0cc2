// The small drawings on buttons and plates, alike on every machine whatever fonts it has.

const SVG = "http://www.w3.org/2000/svg";

const PATHS = {
  download: "M12 4v11m-5-5 5 5 5-5M5 20h14",
  file: "M7 3h7l5 5v13H7zM14 3v5h5M10 13h6M10 17h6",
  film: "M4 6h16v12H4zM8 6v12M16 6v12M4 12h4m8 0h4",
  pause: "M9 6v12M15 6v12",
  photo: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9.5h.01",
  place: "M12 21c4-5 7-8.2 7-11.5a7 7 0 0 0-14 0C5 12.8 8 16 12 21zM12 12a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
  play: "M8 5.5v13l11-6.5z",
  voice: "M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3",
};

/** One of them, for eyes only. */
export function sign(name) {
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("viewBox", "0 0 24 24");
  drawing.setAttribute("class", "sign");
  drawing.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  drawing.append(path);
  return drawing;
}
