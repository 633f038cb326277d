// SPDX-License-Identifier: Apache-2.0
// Reading aids; the page is complete without them.
(() => {
  // Pointing at the map says what is there; pointing at a row shows its link on the maps.
  const says = document.getElementById("map-says");
  const light = (link) => document.querySelectorAll("svg.map [data-link]").forEach((g) => g.classList.toggle("lit", link !== null && g.dataset.link === link));
  document.querySelectorAll("svg.map").forEach((map) => {
    map.addEventListener("pointerover", (event) => {
      const group = event.target.closest("[data-link]");
      if (says && group) says.textContent = group.querySelector("title").textContent;
    });
  });
  document.querySelectorAll("tr[data-row]").forEach((row) => {
    row.addEventListener("pointerenter", () => light(row.dataset.row));
    row.addEventListener("pointerleave", () => light(null));
  });
  // A footnote's claims unfold when one jumps to it.
  addEventListener("hashchange", () => {
    const target = document.getElementById(location.hash.slice(1));
    const fold = target && target.querySelector(":scope > details");
    if (fold) fold.open = true;
  });
})();
