-- Everything the sandbox remembers. A message, an update and a markup are kept as the Bot API's own JSON.
-- Moments are Unix seconds of the world's clock.

CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value NUMERIC NOT NULL);

CREATE TABLE IF NOT EXISTS person (
    id INTEGER PRIMARY KEY,
    first_name TEXT NOT NULL,
    last_name TEXT,
    username TEXT UNIQUE,
    language_code TEXT,
    phone_number TEXT NOT NULL,
    stars INTEGER NOT NULL CHECK (stars >= 0)
);

CREATE TABLE IF NOT EXISTS bot (
    id INTEGER PRIMARY KEY,
    token TEXT NOT NULL UNIQUE,
    username TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    stars INTEGER NOT NULL DEFAULT 0,
    allowed_updates TEXT,
    webhook TEXT
);

-- A private chat belongs to one bot and carries the person's id, so `id` alone is not unique; bot_id is 0 elsewhere.
CREATE TABLE IF NOT EXISTS chat (
    key INTEGER PRIMARY KEY,
    id INTEGER NOT NULL,
    bot_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    title TEXT,
    is_forum INTEGER NOT NULL DEFAULT 0,
    is_blocked INTEGER NOT NULL DEFAULT 0,
    UNIQUE (id, bot_id)
);

CREATE TABLE IF NOT EXISTS member (
    chat_key INTEGER NOT NULL REFERENCES chat,
    user_id INTEGER NOT NULL,
    status TEXT NOT NULL,
    PRIMARY KEY (chat_key, user_id)
);

CREATE TABLE IF NOT EXISTS topic (
    chat_key INTEGER NOT NULL REFERENCES chat,
    thread_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    icon_color INTEGER NOT NULL,
    is_closed INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (chat_key, thread_id)
);

CREATE TABLE IF NOT EXISTS message (
    chat_key INTEGER NOT NULL REFERENCES chat,
    message_id INTEGER NOT NULL,
    thread_id INTEGER,
    json TEXT NOT NULL,
    keyboard TEXT,
    reactions TEXT NOT NULL DEFAULT '{}',
    is_deleted INTEGER NOT NULL DEFAULT 0,
    is_pinned INTEGER NOT NULL DEFAULT 0,
    changed INTEGER NOT NULL,
    PRIMARY KEY (chat_key, message_id)
);
CREATE INDEX IF NOT EXISTS message_changed ON message (chat_key, changed);

CREATE TABLE IF NOT EXISTS file (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    mime_type TEXT NOT NULL,
    width INTEGER,
    height INTEGER,
    content BLOB NOT NULL
);

-- state: pending, settled (confirmed by an offset or accepted by the webhook), expired, dropped
CREATE TABLE IF NOT EXISTS update_ (
    bot_id INTEGER NOT NULL REFERENCES bot,
    update_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    lane TEXT NOT NULL,
    content TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'pending',
    issued_at REAL NOT NULL,
    expires_at REAL NOT NULL,
    available_at REAL,
    was_held INTEGER NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0,
    retry_at REAL NOT NULL DEFAULT 0,
    settled_at REAL,
    PRIMARY KEY (bot_id, update_id)
);
CREATE INDEX IF NOT EXISTS update_state ON update_ (bot_id, state, update_id);
CREATE INDEX IF NOT EXISTS update_id_alone ON update_ (update_id);
CREATE INDEX IF NOT EXISTS update_held ON update_ (bot_id) WHERE available_at IS NULL;

CREATE TABLE IF NOT EXISTS tap (
    id INTEGER PRIMARY KEY,
    bot_id INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    chat_key INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    data TEXT NOT NULL,
    asked_at REAL NOT NULL,
    answered_at REAL,
    text TEXT,
    is_alert INTEGER NOT NULL DEFAULT 0,
    url TEXT,
    changed INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS tap_chat ON tap (chat_key, changed);

CREATE TABLE IF NOT EXISTS invoice (
    id INTEGER PRIMARY KEY,
    bot_id INTEGER NOT NULL,
    chat_key INTEGER,
    message_id INTEGER,
    slug TEXT UNIQUE,
    title TEXT NOT NULL,
    currency TEXT NOT NULL,
    total_amount INTEGER NOT NULL,
    payload TEXT NOT NULL
);

-- state: asked, approved (answered, the person left before paying), paid, refused, lapsed, refunded
CREATE TABLE IF NOT EXISTS checkout (
    id INTEGER PRIMARY KEY,
    invoice_id INTEGER NOT NULL REFERENCES invoice,
    bot_id INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    chat_key INTEGER NOT NULL,
    state TEXT NOT NULL,
    will_abandon INTEGER NOT NULL DEFAULT 0,
    error_message TEXT,
    charge_id TEXT UNIQUE,
    asked_at REAL NOT NULL,
    paid_at REAL,
    refunded_at REAL
);

CREATE TABLE IF NOT EXISTS profile (
    bot_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    scope TEXT NOT NULL,
    language_code TEXT NOT NULL,
    json TEXT NOT NULL,
    PRIMARY KEY (bot_id, kind, scope, language_code)
);

CREATE TABLE IF NOT EXISTS call (
    number INTEGER PRIMARY KEY,
    bot_id INTEGER NOT NULL,
    method TEXT NOT NULL,
    chat_id TEXT,
    parameters TEXT NOT NULL,
    status INTEGER NOT NULL,
    answer TEXT NOT NULL,
    fault TEXT,
    called_at REAL NOT NULL
);
