-- Freezes that a person lifted after a desk's journal had forked.
CREATE TABLE thaw (
  desk        uuid   NOT NULL REFERENCES desk (id),
  incarnation bigint NOT NULL,                   -- the life that began with it
  officer     text   NOT NULL,
  reason      text   NOT NULL,
  at          bigint NOT NULL,
  PRIMARY KEY (desk, incarnation)
);
