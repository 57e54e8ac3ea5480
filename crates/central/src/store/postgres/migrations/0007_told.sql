-- A desk hears in a feed of its own that an event of it was refused; those refused before are told now.
INSERT INTO feed_event (feed, position, event)
  SELECT 'desk:' || e.desk, row_number() OVER (PARTITION BY e.desk ORDER BY r.no), e.no
  FROM ruling r JOIN event e ON e.no = r.event WHERE r.kind = 'refused';
INSERT INTO feed (name, position)
  SELECT feed, count(*) FROM feed_event WHERE feed LIKE 'desk:%' GROUP BY feed;
