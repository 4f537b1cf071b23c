INSERT INTO tickets (subject, customer, status, created_at)
SELECT s.subject, s.customer, s.status, CURRENT_TIMESTAMP
FROM (VALUES ('It does not print', 'Ada', 'OPEN'), ('The screen is upside down', 'Grace', 'WAITING'), ('Password forgotten again', 'Edsger', 'CLOSED')) AS s(subject, customer, status)
CROSS JOIN (VALUES (1), (2), (3), (4), (5), (6), (7), (8), (9), (10)) AS n(number)
WHERE NOT EXISTS (SELECT 1 FROM tickets)
ORDER BY n.number, s.customer;

INSERT INTO articles (id, title, body)
SELECT s.id, s.title, s.body
FROM (VALUES (1, 'How to print', 'Turn the printer on. Then press Print.'), (2, 'How to turn a screen', 'Press Ctrl, Alt and the arrow that points up.'), (3, 'How to choose a password', 'Take four words that never met before.')) AS s(id, title, body)
WHERE NOT EXISTS (SELECT 1 FROM articles);
