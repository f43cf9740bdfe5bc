CREATE TABLE procrastinate_workers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    last_heartbeat DATETIME NOT NULL
);

CREATE TABLE procrastinate_jobs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    queue_name VARCHAR NOT NULL,
    task_name VARCHAR NOT NULL,
    priority INTEGER DEFAULT 0 NOT NULL,
    lock VARCHAR,
    queueing_lock VARCHAR,
    args JSON NOT NULL,
    status VARCHAR DEFAULT 'todo' NOT NULL,
    scheduled_at DATETIME,
    attempts INTEGER DEFAULT 0 NOT NULL,
    abort_requested BOOLEAN DEFAULT 0 NOT NULL,
    worker_id INTEGER REFERENCES procrastinate_workers (id) ON DELETE SET NULL,
    CONSTRAINT check_status CHECK (status IN ('todo', 'doing', 'succeeded', 'failed', 'cancelled', 'aborted')),
    CONSTRAINT check_not_todo_abort_requested CHECK (NOT (status = 'todo' AND abort_requested))
);

CREATE UNIQUE INDEX procrastinate_jobs_queueing_lock_idx ON procrastinate_jobs (queueing_lock) WHERE status = 'todo';

CREATE UNIQUE INDEX procrastinate_jobs_lock_idx ON procrastinate_jobs (lock) WHERE status = 'doing';

CREATE INDEX procrastinate_jobs_priority_idx ON procrastinate_jobs (priority DESC, id) WHERE status = 'todo';

CREATE INDEX procrastinate_jobs_worker_idx ON procrastinate_jobs (worker_id) WHERE status = 'doing';
