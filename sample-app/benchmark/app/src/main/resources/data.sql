insert into item (id, name, price) select x, 'Item ' || x, x * 1.5 from system_range(1, 100);
