(event) => {
  const nearest = (selector) => event.target.closest(selector);
  const hidden = nearest(".spoiler:not(.is-revealed)");
  if (hidden) {
    event.preventDefault();
    hidden.classList.add("is-revealed");
    return;
  }
  const link = nearest('a[href^="https://t.me/"], a[href^="http://t.me/"], a[href^="tg://"]');
  if (link) {
    event.preventDefault();
    emit("follow", link.getAttribute("href"));
    return;
  }
  const command = nearest("[data-say]");
  if (command) {
    emit("say", command.dataset.say);
    return;
  }
  const code = nearest(".copies");
  if (code && !nearest(".is-protected") && window.getSelection().isCollapsed) {
    navigator.clipboard.writeText(code.textContent).then(() => emit("copied", ""));
  }
}
