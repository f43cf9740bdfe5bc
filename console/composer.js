// What is being written to a ticket, kept in the tab: text, key and mode survive a reload and a lost connection.
// A text keeps its key until the server has it, so that sending it twice stores it once.
const consoleComposer = {
  field: (root) => root.querySelector(".field"),

  read(root) {
    return JSON.parse(sessionStorage.getItem(root.dataset.draft) || "null") || { text: "", key: "", isNote: false };
  },

  write(root, draft) {
    sessionStorage.setItem(root.dataset.draft, JSON.stringify(draft));
    this.paint(root);
  },

  open(root) {
    const field = this.field(root);
    field.value = this.read(root).text;
    this.paint(root);
    if (matchMedia("(hover: hover)").matches) field.focus({ preventScroll: true });
  },

  allow(root, mayReply) {
    root.dataset.mayReply = mayReply ? "yes" : "no";
    this.paint(root);
  },

  isNote: (root, draft) => draft.isNote || root.dataset.mayReply !== "yes",

  paint(root) {
    const field = this.field(root);
    const isNote = this.isNote(root, this.read(root));
    root.classList.toggle("is-note", isNote);
    field.placeholder = isNote ? field.dataset.note : field.dataset.reply;
    field.style.height = "auto";
    field.style.height = Math.min(field.scrollHeight, 180) + "px";
  },

  keep(root) {
    const draft = this.read(root);
    const text = this.field(root).value;
    this.write(root, { ...draft, text, key: text === draft.text ? draft.key : "" });
  },

  mode(root, isNote) {
    this.write(root, { ...this.read(root), isNote, key: "" });
    this.field(root).focus();
  },

  enter(event, emit) {
    if (event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.send(event.target.closest(".composer"), emit);
  },

  send(root, emit) {
    this.keep(root);
    const draft = this.read(root);
    if (!draft.text.trim()) return;
    if (!draft.key) {
      draft.key = Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
      this.write(root, draft);
    }
    emit(draft.key, draft.text.trim(), this.isNote(root, draft));
  },

  forget(root, key) {
    const draft = this.read(root);
    if (draft.key !== key) return;
    this.field(root).value = "";
    this.write(root, { text: "", key: "", isNote: draft.isNote });
  },

  takeBack(root, text) {
    const field = this.field(root);
    field.value = [text, field.value].filter(Boolean).join("\n");
    this.keep(root);
    field.focus();
  },
};
