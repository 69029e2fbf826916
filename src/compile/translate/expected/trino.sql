-- integers divide as numbers
select 7e0 / 2e0 as "value";

-- decimals divide as doubles
select cast(cast(10 as decimal(18, 4)) as double) / 3e0 as "value";

-- decimal literals divide as doubles
select cast(1.0 as double) / 3e0 as "value";

-- // cuts off
select 7 / 2 as "value";

-- // cuts towards zero
select (-7) / 2 as "value";

-- // by zero is null
select ("n" / nullif(0, 0)) is null as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" = 1;

-- % has the sign of the dividend
select (-7) % 3 as "value";

-- % by zero is null
select ("n" % nullif("n" - "n", 0)) is null as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" = 4;

-- a remainder of decimals
select cast(10.5 % 3 as decimal(10, 2)) as "value";

-- powers are doubles
select power(2e0, 10e0) as "value";

-- ^ is power
select power(2e0, cast(0.5 as double)) as "value";

-- power
select power(2e0, -1e0) as "value";

-- minus of a negative
select 3 as "value";

-- precedence is kept
select ((1 + 2) * 3) - (4e0 / cast(2 + 6 as double)) as "value";

-- round of a double goes away from zero
select round(2.5e0) as "value";

-- also below zero
select round(-2.5e0) as "value";

-- round just below a half
select round(0.49999999999999994e0) as "value";

-- round to digits
select round(2.675e0 * 1e2) / 1e2 as "value";

-- round to digits of a value
select round(1.005e0 * 1e2) / 1e2 as "value";

-- round to tens
select round(1255e0 / 1e1) * 1e1 as "value";

-- round of a decimal
select round(2.345, 2) as "value";

-- round of a decimal to whole
select round(2.5, 0) as "value";

-- round of an integer
select 5 as "value";

-- round of an integer to hundreds
select round(1250, -2) as "value";

-- floor and ceil
select ((floor(-1.5)) * 100) + (ceil(1.2)) as "value";

-- floor of a double
select floor(-1.5e0) as "value";

-- ceil of an integer
select (cast(3 as double)) / 2e0 as "value";

-- trunc
select truncate(-1.7e0) as "value";

-- trunc of a decimal
select truncate(1.7) as "value";

-- abs of a decimal
select abs(-1.50) as "value";

-- sign
select cast(sign(-2.5) as bigint) as "value";

-- sqrt
select sqrt(2e0) as "value";

-- cbrt
select cbrt(27e0) as "value";

-- ln
select ln(10e0) as "value";

-- log is to base 10
select log10(1000e0) as "value";

-- log10
select log10(1000e0) as "value";

-- log2
select log2(8e0) as "value";

-- exp
select exp(1e0) as "value";

-- pi
select pi() as "value";

-- sine and cosine
select ((sin(1e0)) + (cos(1e0))) + (tan(1e0)) as "value";

-- arcs
select (((asin(cast(0.5 as double))) + (acos(cast(0.5 as double)))) + (atan(cast(0.5 as double)))) + (atan2(1e0, 2e0)) as "value";

-- degrees
select (degrees(1e0)) + (radians(180e0)) as "value";

-- mod
select 7 % 3 as "value";

-- greatest passes over nulls
select greatest(1, coalesce(null, 1, 2), 2) as "value";

-- least passes over nulls
select least(3, coalesce(null, 3, 2), 2) as "value";

-- least of texts by code point
select least('b', 'A', 'a') as "value";

-- greatest of columns
select greatest(coalesce("n", 2), 2) as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "word" is null;

-- greatest of dates and a text
select greatest(coalesce(date '2020-01-01', date '2021-02-03'), coalesce(date '2021-02-03', date '2020-01-01')) as "value";

-- integers of 64 bits
select 9223372036854775807 as "value";

-- a decimal literal keeps its scale
select cast(cast(1.50 as decimal(38, 2)) as varchar) as "value";

-- doubles with exponents
select 1500e0 + 0.2e0 as "value";

-- the sum of a decimal and an integer
select 1.50 + 2 as "value";

-- the product of decimals has the digits of both
select cast(cast(1.5 * 2.25 as decimal(38, 3)) as varchar) as "value";

-- decimal with double
select 1.5 + 1e0 as "value";

-- coalesce
select coalesce(null, 2, 3) as "value";

-- coalesce brings to one scale
select cast(cast(coalesce(cast(null as decimal(10, 2)), 0) as decimal(38, 2)) as varchar) as "value";

-- nullif
select nullif(1, 1) as "value";

-- nullif of different
select nullif(2, 1) as "value";

-- ifnull
select coalesce(null, 'x') as "value";

-- if
select case when 1 > 2 then 'a' else 'b' end as "value";

-- case with a subject
select case when 2 = 1 then 'one' when 2 = 2 then 'two' else 'many' end as "value";

-- case without else
select case when false then 1 end as "value";

-- case brings numbers together
select case when true then 1 else 2.5 end as "value";

-- case with a text for a date
select case when "n" = 1 then date '2020-01-01' else date '2021-01-01' end as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" = 2;

-- in
select 2 in (1, 2) as "value";

-- not in with null is null
select 3 not in (1, null) as "value";

-- in with text literals
select date '2020-01-01' in (date '2020-01-01', date '2020-01-02') as "value";

-- between
select 2 between 1 and 3 as "value";

-- not between
select not (2 between 1 and 3) as "value";

-- between texts for a date
select date '2020-01-15' between date '2020-01-01' and date '2020-01-31' as "value";

-- a date is compared with a text
select date '2020-01-02' > date '2020-01-01' as "value";

-- an integer is compared with a text
select 1 = 1 as "value";

-- is distinct from null
select 1 is distinct from null as "value";

-- is not distinct from
select null is not distinct from null as "value";

-- is true
select (1 = 1) is not distinct from true as "value";

-- is not true of null
select cast(null as boolean) is distinct from true as "value";

-- is null
select null is null as "value";

-- not
select 1 <> 2 as "value";

-- and and or
select true or (false and false) as "value";

-- is unknown
select cast(null as boolean) is null as "value";

-- texts compare by code point
select 'a' > 'B' as "value";

-- texts compare by code point, columns
select max("word") as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag");

-- the least text
select min("word") as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag");

-- the greatest text of each group
select (max("word") = 'b') and (min("word") = 'C') as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag");

-- texts are joined
select 'a' || 'b' as "value";

-- a number is joined as text
select 'n' || cast(1 as varchar) as "value";

-- a decimal is joined as text
select 'p' || cast(cast(1.50 as decimal(38, 2)) as varchar) as "value";

-- joined with null is null
select 'a' || cast(null as varchar) as "value";

-- a date is joined as text
select 'd' || cast(date '2020-01-05' as varchar) as "value";

-- a moment is joined as text
select 't' || (regexp_replace(cast(timestamp '2020-01-05 10:00:00.5' as varchar), '\.?0+$', '')) as "value";

-- a boolean is joined as text
select 'b' || cast(true as varchar) as "value";

-- concat passes over nulls
select 'a' || coalesce(null, '') || 'b' as "value";

-- concat of numbers
select 'a' || coalesce(cast(1 as varchar), '') || coalesce(cast(cast(1.50 as decimal(38, 2)) as varchar), '') || coalesce(cast(true as varchar), '') as "value";

-- concat_ws
select concat_ws('-', 'a', null, 'b') as "value";

-- concat of a column
select coalesce("word", '') || '!' as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" is null;

-- lower and upper
select (lower('ABC')) || (upper('abc')) as "value";

-- length counts characters
select length('Ünï') as "value";

-- trim takes spaces
select ('[' || (trim(both U&' \00A0\1680\2000\2001\2002\2003\2004\2005\2006\2007\2008\2009\200A\202F\205F\3000' from '  a b  '))) || ']' as "value";

-- trim leaves tabs
select length(trim(both U&' \00A0\1680\2000\2001\2002\2003\2004\2005\2006\2007\2008\2009\200A\202F\205F\3000' from '	 a')) as "value";

-- trim takes wide spaces
select length(trim(both U&' \00A0\1680\2000\2001\2002\2003\2004\2005\2006\2007\2008\2009\200A\202F\205F\3000' from ' a　')) as "value";

-- trim of characters
select trim(both 'xy' from 'xxaxyx') as "value";

-- ltrim and rtrim
select ((('[' || (trim(leading U&' \00A0\1680\2000\2001\2002\2003\2004\2005\2006\2007\2008\2009\200A\202F\205F\3000' from ' a '))) || ']') || (trim(trailing U&' \00A0\1680\2000\2001\2002\2003\2004\2005\2006\2007\2008\2009\200A\202F\205F\3000' from ' b '))) || '[' as "value";

-- ltrim of characters
select trim(leading '0' from '00123') as "value";

-- trim both from
select trim(both 'x' from 'xax') as "value";

-- trim leading from
select trim(leading '0' from '0010') as "value";

-- replace
select replace('banana', 'an', 'o') as "value";

-- substr
select substr('abcdef', 2, 3) as "value";

-- substr to the end
select substr('abcdef', 4) as "value";

-- substring from for
select substr('abcdef', 2, 2) as "value";

-- substr from the end
select substr('abcdef', greatest(length('abcdef') + (-2) + 1, 1)) as "value";

-- substr from far before
select substr('abc', greatest(length('abc') + (-5) + 1, 1), greatest((length('abc') + (-5) + 1) + 3 - greatest(length('abc') + (-5) + 1, 1), 0)) as "value";

-- substr from zero
select substr('abc', greatest(0, 1), greatest((0) + 2 - greatest(0, 1), 0)) as "value";

-- substr from a computed place
select substr("s", greatest(case when ((strpos("s", '-')) + 1) < 0 then length("s") + ((strpos("s", '-')) + 1) + 1 else (strpos("s", '-')) + 1 end, 1)) as "value"
from (values (' Ada Lovelace '), ('a-b-c'), ('100%'), ('a_c'), (''), (null), ('Ünïcode')) as "t"("s")
where "s" = 'a-b-c';

-- substr of a computed length
select substr("s", 1, (length("s")) - 2) as "value"
from (values (' Ada Lovelace '), ('a-b-c'), ('100%'), ('a_c'), (''), (null), ('Ünïcode')) as "t"("s")
where "s" = 'a-b-c';

-- left and right
select (substr('abcdef', 1, 2)) || (substr('abcdef', greatest(length('abcdef') - 2 + 1, 1))) as "value";

-- left without the last
select substr('abcdef', 1, case when (-2) < 0 then greatest(length('abcdef') + (-2), 0) else -2 end) as "value";

-- right without the first
select case when (-2) < 0 then substr('abcdef', 1 - (-2)) else substr('abcdef', greatest(length('abcdef') - (-2) + 1, 1)) end as "value";

-- right of too many
select substr('ab', greatest(length('ab') - 5 + 1, 1)) as "value";

-- left of a column's count
select substr('abcdef', 1, case when "n" < 0 then greatest(length('abcdef') + "n", 0) else "n" end) as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" = 2;

-- right of a column's count
select case when "n" < 0 then substr('abcdef', 1 - "n") else substr('abcdef', greatest(length('abcdef') - "n" + 1, 1)) end as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" = 2;

-- reverse
select reverse('abc') as "value";

-- strpos
select strpos('hello', 'l') as "value";

-- position in
select strpos('hello', 'l') as "value";

-- strpos of nothing
select strpos('hello', 'z') as "value";

-- instr
select strpos('hello', 'lo') as "value";

-- starts_with
select starts_with('hello', 'he') as "value";

-- ^@
select starts_with('hello', 'lo') as "value";

-- ends_with
select substr('hello', greatest(length('hello') - length('lo') + 1, 1)) = 'lo' as "value";

-- suffix of nothing
select substr('hello', greatest(length('hello') - length('') + 1, 1)) = '' as "value";

-- contains
select strpos('hello', 'ell') > 0 as "value";

-- contains of nothing
select strpos('abc', '') > 0 as "value";

-- split_part
select coalesce(split_part('a-b-c', '-', 2), substr('a-b-c', 1, 0)) as "value";

-- split_part beyond the end
select coalesce(split_part('a-b-c', '-', 9), substr('a-b-c', 1, 0)) as "value";

-- split_part of null
select coalesce(split_part("s", '-', 9), substr("s", 1, 0)) as "value"
from (values (' Ada Lovelace '), ('a-b-c'), ('100%'), ('a_c'), (''), (null), ('Ünïcode')) as "t"("s")
where "s" is null;

-- lpad and rpad
select (lpad('7', 3, '0')) || (rpad('a', 3, 'x')) as "value";

-- lpad cuts
select lpad('abcdef', 3, '0') as "value";

-- repeat
select case when 'ab' is not null then array_join(repeat('ab', cast(greatest(3, 0) as integer)), '') end as "value";

-- repeat of nothing
select case when 'ab' is not null then array_join(repeat('ab', cast(greatest(0, 0) as integer)), '') end as "value";

-- chr and ascii
select (chr(233)) || cast(case when 'é' = '' then 0 else codepoint(cast(substr('é', 1, 1) as varchar(1))) end as varchar) as "value";

-- ascii of nothing
select case when '' = '' then 0 else codepoint(cast(substr('', 1, 1) as varchar(1))) end as "value";

-- md5
select lower(to_hex(md5(to_utf8('abc')))) as "value";

-- sha256
select lower(to_hex(sha256(to_utf8('abc')))) as "value";

-- translate
select translate('abc', 'ab', 'xy') as "value";

-- like
select 'abc' like 'a%' as "value";

-- like has no escape
select 'a_c' like 'a\_c' as "value";

-- like with an escape
select '100%' like '100!%' escape '!' as "value";

-- not like
select not ('abc' like '_b_') as "value";

-- ilike
select lower('ABC') like lower('a%') as "value";

-- not ilike
select not (lower('ABC') like lower('b%')) as "value";

-- like of null
select ("s" like '%') is null as "value"
from (values (' Ada Lovelace '), ('a-b-c'), ('100%'), ('a_c'), (''), (null), ('Ünïcode')) as "t"("s")
where "s" is null;

-- a pattern is looked for anywhere
select regexp_like('a1b22', '[0-9]+') as "value";

-- a pattern with a digit class
select regexp_like('a1', '\A[0-9A-Za-z_][0-9]\z') as "value";

-- a point is no line break
select regexp_like('a
b', 'a[^\n]b') as "value";

-- the end is the very end
select regexp_like('ab
', 'b\z') as "value";

-- alternatives
select regexp_like('cat', '\A(dog|cat)\z') as "value";

-- ~ matches the whole
select regexp_like('a1', '\A(?:[0-9])\z') as "value";

-- ~ matches the whole text
select regexp_like('a1', '\A(?:[a-z][0-9])\z') as "value";

-- similar to
select regexp_like('abc', '\A(?:a[^\n]*)\z') as "value";

-- not similar to
select not (regexp_like('abc', '\A(?:b[^\n]*)\z')) as "value";

-- regexp_extract
select case when 'sku-85123A' is not null then coalesce(regexp_extract('sku-85123A', '[0-9]+', 0), '') end as "value";

-- regexp_extract of a group
select case when 'sku-85123A' is not null then coalesce(regexp_extract('sku-85123A', 'sku-([0-9]+)', 1), '') end as "value";

-- regexp_extract without a match is empty
select case when 'abc' is not null then coalesce(regexp_extract('abc', '[0-9]+', 0), '') end as "value";

-- regexp_extract of null
select case when "s" is not null then coalesce(regexp_extract("s", '[0-9]+', 0), '') end as "value"
from (values (' Ada Lovelace '), ('a-b-c'), ('100%'), ('a_c'), (''), (null), ('Ünïcode')) as "t"("s")
where "s" is null;

-- regexp_replace of all
select regexp_replace('a1b22', '[0-9]+', '#') as "value";

-- regexp_replace with a group
select regexp_replace('a-b', '([a-z])-([a-z])', '$2+$1') as "value";

-- regexp_replace with a dollar
select regexp_replace('a1', '[0-9]', '\$') as "value";

-- an ambiguous search
select case when 'aab' is not null then coalesce(regexp_extract('aab', 'a?ab?', 0), '') end as "value";

-- a search of alternatives
select case when 'ab' is not null then coalesce(regexp_extract('ab', 'a|ab', 0), '') end as "value";

-- a double becomes the even integer
select cast(case when abs(2.5e0 - truncate(2.5e0)) = 5e-1 then 2e0 * round(2.5e0 / 2e0) else 2.5e0 end as integer) as "value";

-- and up to the even one
select cast(case when abs(3.5e0 - truncate(3.5e0)) = 5e-1 then 2e0 * round(3.5e0 / 2e0) else 3.5e0 end as bigint) as "value";

-- and below zero
select cast(case when abs((-2.5e0) - truncate((-2.5e0))) = 5e-1 then 2e0 * round((-2.5e0) / 2e0) else (-2.5e0) end as integer) as "value";

-- not at a half
select cast(case when abs(2.6e0 - truncate(2.6e0)) = 5e-1 then 2e0 * round(2.6e0 / 2e0) else 2.6e0 end as bigint) as "value";

-- a decimal rounds away from zero
select cast(2.5 as integer) as "value";

-- a text becomes an integer
select 12 as "value";

-- a text literal with spaces
select 12 as "value";

-- a decimal of a text
select cast(1.005 as decimal(10, 2)) as "value";

-- a double of a text
select 1.5e3 as "value";

-- a boolean of a text
select true as "value";

-- a boolean of an integer
select 2 <> 0 as "value";

-- an integer of a boolean
select cast(("n" > 1) as bigint) as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" = 2;

-- ::
select 7 + cast(1 as bigint) as "value";

-- a smaller decimal
select cast(2.345 as decimal(10, 2)) as "value";

-- text of an integer
select cast(5 as varchar) as "value";

-- text of a decimal column
select cast(cast("price" as decimal(38, 2)) as varchar) as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" = 4;

-- text of a date
select cast(date '2020-01-05' as varchar) as "value";

-- text of a moment
select regexp_replace(cast(timestamp '2020-01-05 10:00:00' as varchar), '\.?0+$', '') as "value";

-- text of microseconds
select regexp_replace(cast("moment" as varchar), '\.?0+$', '') as "value"
from (values (date '2011-12-09', timestamp '2011-12-09 12:50:59.123456'), (date '2012-02-29', timestamp '2012-02-29 00:00:00'), (date '2010-01-03', timestamp '2010-01-03 23:59:59.5')) as "m"("day", "moment")
where "day" = date '2011-12-09';

-- text of a sum
select cast(cast(sum("price") as decimal(38, 2)) as varchar) as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag");

-- text of a count
select cast(count(*) as varchar) as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag");

-- a date of a text column
select cast("s" as date) as "value"
from (values ('2020-01-05')) as "t"("s");

-- a moment of a text column
select cast(replace("s", 'T', ' ') as timestamp(6)) as "value"
from (values ('2020-01-05T10:00:00')) as "t"("s");

-- a date of a moment
select cast(timestamp '2020-01-05 23:59:59' as date) as "value";

-- a moment of a date
select cast(date '2020-01-05' as timestamp(6)) as "value";

-- microseconds stay
select timestamp '2011-12-09 12:50:00.123456' as "value";

-- try_cast of no number
select try_cast('12a' as integer) as "value";

-- try_cast of a number
select 12 as "value";

-- try_cast of too great a number
select try_cast("s" as integer) as "value"
from (values ('3000000000')) as "t"("s");

-- try_cast of no date
select try_cast("s" as date) as "value"
from (values ('x')) as "t"("s");

-- try_cast to decimal
select cast(1.5 as decimal(10, 2)) as "value";

-- parts of a date
select (((extract(year from "day")) * 10000) + ((extract(month from "day")) * 100)) + (extract(day from "day")) as "value"
from (values (date '2011-12-09', timestamp '2011-12-09 12:50:59.123456'), (date '2012-02-29', timestamp '2012-02-29 00:00:00'), (date '2010-01-03', timestamp '2010-01-03 23:59:59.5')) as "m"("day", "moment")
where "day" = date '2011-12-09';

-- extract
select extract(quarter from date '2020-05-01') as "value";

-- date_part
select extract(doy from date '2012-12-31') as "value";

-- week is ISO
select extract(week from date '2012-01-01') as "value";

-- isoyear
select year_of_week(date '2012-01-01') as "value";

-- Sunday is day 0
select day_of_week(date '2011-12-11') % 7 as "value";

-- dow by name
select day_of_week(date '2011-12-11') % 7 as "value";

-- Sunday is ISO day 7
select day_of_week(date '2011-12-11') as "value";

-- hour of a date
select extract(hour from cast(date '2020-01-01' as timestamp(6))) as "value";

-- parts of a moment
select (((extract(hour from "moment")) * 10000) + ((extract(minute from "moment")) * 100)) + (extract(second from "moment")) as "value"
from (values (date '2011-12-09', timestamp '2011-12-09 12:50:59.123456'), (date '2012-02-29', timestamp '2012-02-29 00:00:00'), (date '2010-01-03', timestamp '2010-01-03 23:59:59.5')) as "m"("day", "moment")
where "day" = date '2011-12-09';

-- epoch
select to_unixtime(timestamp '2011-12-09 12:50:00.5') as "value";

-- epoch of a date
select to_unixtime(cast(date '1970-01-02' as timestamp(6))) as "value";

-- date_trunc of a date is a moment
select date_trunc('month', cast(date '2020-05-17' as timestamp(6))) as "value";

-- a week begins on Monday
select date_trunc('week', cast(date '2011-12-11' as timestamp(6))) as "value";

-- date_trunc to the hour
select date_trunc('hour', timestamp '2011-12-09 12:50:59') as "value";

-- a month later
select cast(date '2012-01-31' as timestamp(6)) + interval '1' month as "value";

-- a month earlier
select cast(date '2012-03-31' as timestamp(6)) - interval '1' month as "value";

-- days later
select cast(date '2012-02-28' as timestamp(6)) + interval '2' day as "value";

-- two weeks later
select cast(date '2012-02-28' as timestamp(6)) + interval '14' day as "value";

-- hours later
select timestamp '2012-02-28 23:00:00' + interval '2' hour as "value";

-- a quarter later
select cast(date '2012-01-31' as timestamp(6)) + interval '3' month as "value";

-- an interval of a column
select cast(date '2012-01-31' as timestamp(6)) + ("n" * interval '1' day) as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" = 2;

-- an interval before
select cast(date '2020-01-01' as timestamp(6)) + interval '1' day as "value";

-- a date and days
select date_add('day', 1, date '2020-01-31') as "value";

-- a date and days of a column
select date_add('day', -("n"), date '2020-01-31') as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" = 2;

-- days between dates
select date_diff('day', date '2020-02-28', date '2020-03-01') as "value";

-- the moment of a sum of dates
select cast(cast(date '2020-01-01' as timestamp(6)) + interval '1' day as date) as "value";

-- moments compare after a difference
select (timestamp '2020-01-02 00:00:00' - timestamp '2020-01-01 12:00:00') = interval '12' hour as "value";

-- date_diff of days
select date_diff('day', date '2020-02-28', date '2020-03-01') as "value";

-- date_diff of days by the calendar
select date_diff('day', cast(timestamp '2020-01-01 23:59:00' as date), cast(timestamp '2020-01-02 00:01:00' as date)) as "value";

-- date_diff of months by the calendar
select date_diff('month', date_trunc('month', cast(date '2020-01-31' as timestamp(6))), date_trunc('month', cast(date '2020-02-01' as timestamp(6)))) as "value";

-- date_diff of years
select date_diff('year', date_trunc('year', cast(date '2020-12-31' as timestamp(6))), date_trunc('year', cast(date '2021-01-01' as timestamp(6)))) as "value";

-- date_diff of quarters
select date_diff('quarter', date_trunc('quarter', cast(date '2020-03-31' as timestamp(6))), date_trunc('quarter', cast(date '2020-04-01' as timestamp(6)))) as "value";

-- date_diff of weeks
select date_diff('day', date '2020-01-05', date '2020-01-06') / 7 as "value";

-- date_diff of weeks backwards
select date_diff('day', date '2020-01-20', date '2020-01-05') / 7 as "value";

-- date_diff of hours
select date_diff('hour', date_trunc('hour', timestamp '2020-01-01 00:59:00'), date_trunc('hour', timestamp '2020-01-01 01:01:00')) as "value";

-- date_diff of minutes
select date_diff('minute', date_trunc('minute', timestamp '2020-01-01 00:59:59'), date_trunc('minute', timestamp '2020-01-01 01:01:00')) as "value";

-- last_day
select last_day_of_month(date '2012-02-10') as "value";

-- make_date
select cast(format('%04d-%02d-%02d', 2020, 2, 29) as date) as "value";

-- dayname
select date_format(cast(date '2011-12-11' as timestamp(6)), '%W') as "value";

-- monthname
select date_format(cast(date '2011-12-11' as timestamp(6)), '%M') as "value";

-- strftime
select fn_format_date(timestamp '2011-12-09 01:02:03', '%Y/%m/%d %H:%M:%S') as "value";

-- strptime
select fn_parse_timestamp('09/12/2011 12:50', '%d/%m/%Y %H:%M') as "value";

-- a list's element
select element_at(array[10, 20, 30], 2) as "value";

-- beyond a list's end
select element_at(array[10, 20], 5) as "value";

-- the length of a list
select cardinality(array[1, 2, 3]) as "value";

-- a text's character
select substr('abc', 2, 1) as "value";

-- a list of groups
select element_at(array_agg("n" order by "n" desc nulls last), 1) as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag");

-- count
select ((count(*) * 100) + (count("n") * 10)) + count(distinct "flag") as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag");

-- a filter
select count(*) filter (where "n" > 1) as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag");

-- count_if
select count(case when "n" > 1 then 1 end) as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag");

-- sum of integers
select sum("n") as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag");

-- sum of decimals
select sum("price") as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag");

-- sum of nothing
select sum("n") as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" > 100;

-- sum of booleans
select sum(cast("flag" as bigint)) as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag");

-- avg of integers
select avg(cast("n" as double)) as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag");

-- avg of decimals
select avg(cast("price" as double)) as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" < 3;

-- avg of doubles
select avg("weight") as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag");

-- min and max of booleans
select (bool_and("flag") = false) and (bool_or("flag") = true) as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag");

-- min and max of dates
select date_diff('day', min("day"), max("day")) as "value"
from (values (date '2011-12-09', timestamp '2011-12-09 12:50:59.123456'), (date '2012-02-29', timestamp '2012-02-29 00:00:00'), (date '2010-01-03', timestamp '2010-01-03 23:59:59.5')) as "m"("day", "moment");

-- string_agg
select array_join(array_agg("word" order by "word" nulls last) filter (where "word" is not null), '-') as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag");

-- string_agg in descending order
select array_join(array_agg("word" order by "n" desc nulls last) filter (where "word" is not null), '-') as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag");

-- string_agg of distinct
select array_join(array_agg(distinct "k" order by "k" nulls last) filter (where "k" is not null), ',') as "value"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price");

-- string_agg with a filter
select array_join(array_agg("word" order by "n" nulls last) filter (where ("n" > 1) and "word" is not null), ',') as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag");

-- string_agg of nothing
select array_join(array_agg("word" order by "n" nulls last) filter (where ("word" is null) and "word" is not null), ',') as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag");

-- string_agg of numbers
select array_join(array_agg(cast("n" as varchar) order by "n" nulls last) filter (where cast("n" as varchar) is not null), ',') as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag");

-- any_value passes over nulls
select any_value("n") as "value"
from (values (cast(null as bigint)), (7)) as "v"("n");

-- first with an order
select element_at(array_agg("word" order by "n" desc nulls last), 1) as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" is not null;

-- arg_max
select max_by("word", "n") filter (where "word" is not null and "n" is not null) as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag");

-- arg_max passes over null values
select max_by("x", "y") filter (where "x" is not null and "y" is not null) as "value"
from (values (1, 1), (null, 2)) as "v"("x", "y");

-- max_by of a text
select max_by("n", "word") filter (where "n" is not null and "word" is not null) as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag");

-- arg_min
select min_by("word", "price") filter (where "word" is not null and "price" is not null) as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag");

-- arg_max with a filter
select max_by("word", "n") filter (where ("n" < 4) and "word" is not null and "n" is not null) as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag");

-- median
select fn_percentile("n", 0.5) as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag");

-- median of doubles
select fn_percentile("weight", 0.5) as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag");

-- quantile_cont
select fn_percentile("n", 0.75) as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag");

-- percentile_cont
select fn_percentile("weight", 0.25) as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag");

-- quantile with a filter
select fn_percentile(case when "n" < 4 then "weight" end, 0.5) as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag");

-- stddev
select ((stddev_samp(cast("n" as double)) + stddev_pop(cast("n" as double))) + var_samp(cast("n" as double))) + var_pop(cast("n" as double)) as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag");

-- stddev of one
select stddev_samp(cast("n" as double)) is null as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" = 1;

-- covariance
select covar_pop(cast("n" as double), "weight") + covar_samp(cast("n" as double), "weight") as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag");

-- correlation
select case when count(cast("n" as double) + "weight") > 0 then coalesce(corr(cast("n" as double), "weight"), nan()) end as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag");

-- correlation of one
select case when count(cast("n" as double) + "weight") > 0 then coalesce(corr(cast("n" as double), "weight"), nan()) end as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" = 1;

-- correlation of nothing
select case when count(cast("n" as double) + "weight") > 0 then coalesce(corr(cast("n" as double), "weight"), nan()) end as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" > 100;

-- slope
select case when count(cast("n" as double) + "weight") > 0 then coalesce(regr_slope(cast("n" as double), "weight"), nan()) end as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag");

-- slope of a constant
select case when count(cast("n" as double) + 1e0) > 0 then coalesce(regr_slope(cast("n" as double), 1e0), nan()) end as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag");

-- intercept
select regr_intercept(cast("n" as double), "weight") as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag");

-- pairs
select count(case when "n" is not null and "weight" is not null then 1 end) as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag");

-- bool_and and bool_or
select (bool_and("flag") = false) and bool_or("flag") as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag");

-- sums divide
select cast(sum("n") as double) / cast(count(*) as double) as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag");

-- sums have a remainder
select sum("n") % 4 as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag");

-- sums of sums
select sum("n") / 2 as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag");

-- sum of distinct
select sum(distinct "n") + count(distinct "word") as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag");

-- avg of distinct
select avg(distinct cast("price" as double)) as "value"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price");

-- the greatest decimal as text
select cast(cast(max("price") as decimal(38, 2)) as varchar) || '' as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag");

-- an integer times a decimal
select cast(cast("n" * 1.5 as decimal(38, 1)) as varchar) as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" = 2;

-- a decimal times a double
select "price" * "weight" as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" = 1;

-- a date before a moment
select "day" < "moment" as "value"
from (values (date '2011-12-09', timestamp '2011-12-09 12:50:59.123456'), (date '2012-02-29', timestamp '2012-02-29 00:00:00'), (date '2010-01-03', timestamp '2010-01-03 23:59:59.5')) as "m"("day", "moment")
where "day" = date '2011-12-09';

-- a date is its first moment
select "day" = "moment" as "value"
from (values (date '2011-12-09', timestamp '2011-12-09 12:50:59.123456'), (date '2012-02-29', timestamp '2012-02-29 00:00:00'), (date '2010-01-03', timestamp '2010-01-03 23:59:59.5')) as "m"("day", "moment")
where "day" = date '2012-02-29';

-- days times a number
select cast("day" as timestamp(6)) + (interval '1' day * "n") as "value"
from (values (date '2020-01-31', 2)) as "v"("day", "n");

-- a moment without a date
select (timestamp '2020-01-02 12:00:00' - cast(date '2020-01-01' as timestamp(6))) = interval '36' hour as "value";

-- a date or a moment
select coalesce(cast(null as timestamp(6)), "day") as "value"
from (values (date '2011-12-09', timestamp '2011-12-09 12:50:59.123456'), (date '2012-02-29', timestamp '2012-02-29 00:00:00'), (date '2010-01-03', timestamp '2010-01-03 23:59:59.5')) as "m"("day", "moment")
where "day" = date '2012-02-29';

-- case of a date and a moment
select case when "day" is null then "day" else "moment" end as "value"
from (values (date '2011-12-09', timestamp '2011-12-09 12:50:59.123456'), (date '2012-02-29', timestamp '2012-02-29 00:00:00'), (date '2010-01-03', timestamp '2010-01-03 23:59:59.5')) as "m"("day", "moment")
where "day" = date '2011-12-09';

-- a decimal is compared with a double
select "price" = 2.25e0 as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" = 2;

-- an integer among decimals
select "n" in (1.0, 2.5) as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" = 1;

-- nullif of a decimal
select nullif("price", 0) as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" = 1;

-- nullif of texts
select nullif("word", '') as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" = 1;

-- coalesce of a text
select coalesce("word", 'none') as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" is null;

-- concat of dates
select coalesce(cast("day" as varchar), '') || '/' || coalesce(regexp_replace(cast("moment" as varchar), '\.?0+$', ''), '') as "value"
from (values (date '2011-12-09', timestamp '2011-12-09 12:50:59.123456'), (date '2012-02-29', timestamp '2012-02-29 00:00:00'), (date '2010-01-03', timestamp '2010-01-03 23:59:59.5')) as "m"("day", "moment")
where "day" = date '2011-12-09';

-- joined with a bare null
select 'a' || cast(null as varchar) as "value";

-- null and a number
select null + 1 as "value";

-- least of nulls
select least(coalesce(cast(null as bigint), null), coalesce(null, cast(null as bigint))) as "value";

-- a null of a type
select cast(null as bigint) + 1 as "value";

-- round of a mean
select round(avg(cast("price" as double)) * 1e2) / 1e2 as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag");

-- round of a quotient
select round((cast(sum("price") as double) / cast(count(*) as double)) * 1e1) / 1e1 as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag");

-- round of a decimal as text
select cast(cast(round("price", 1) as decimal(38, 1)) as varchar) as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" = 2;

-- a mean as a decimal
select cast(cast(round(avg(cast("n" as double)) * 1e4) as bigint) * 0.0001 as decimal(10, 4)) as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag");

-- a month as a date
select cast(date_trunc('month', cast("day" as timestamp(6))) as date) as "value"
from (values (date '2011-12-09', timestamp '2011-12-09 12:50:59.123456'), (date '2012-02-29', timestamp '2012-02-29 00:00:00'), (date '2010-01-03', timestamp '2010-01-03 23:59:59.5')) as "m"("day", "moment")
where "day" = date '2011-12-09';

-- strftime of a date
select fn_format_date("day", '%Y-%m') as "value"
from (values (date '2011-12-09', timestamp '2011-12-09 12:50:59.123456'), (date '2012-02-29', timestamp '2012-02-29 00:00:00'), (date '2010-01-03', timestamp '2010-01-03 23:59:59.5')) as "m"("day", "moment")
where "day" = date '2011-12-09';

-- a month with two digits
select lpad(cast(extract(month from "day") as varchar), 2, '0') as "value"
from (values (date '2011-12-09', timestamp '2011-12-09 12:50:59.123456'), (date '2012-02-29', timestamp '2012-02-29 00:00:00'), (date '2010-01-03', timestamp '2010-01-03 23:59:59.5')) as "m"("day", "moment")
where "day" = date '2012-02-29';

-- a date of parts
select cast(format('%04d-%02d-%02d', extract(year from "day"), extract(month from "day"), 1) as date) as "value"
from (values (date '2011-12-09', timestamp '2011-12-09 12:50:59.123456'), (date '2012-02-29', timestamp '2012-02-29 00:00:00'), (date '2010-01-03', timestamp '2010-01-03 23:59:59.5')) as "m"("day", "moment")
where "day" = date '2012-02-29';

-- count of likes
select count(*) filter (where "word" like 'a%') as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag");

-- sum of a case
select sum(case when "flag" then 1 else 0 end) as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag");

-- sum of decimals of a case
select sum(case when "flag" then "price" end) as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag");

-- sum or zero
select coalesce(sum("n") filter (where "n" > 100), 0) as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag");

-- texts between
select count(*) filter (where "word" between 'A' and 'Z') as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag");

-- a text is another
select count(*) filter (where "word" <> 'a') as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag");

-- a text is one of
select count(*) filter (where "word" in ('a', 'b')) as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag");

-- case makes a text
select case when 1 > 0 then 'a' end = 'a' as "value";

-- an apostrophe
select 'it''s' as "value";

-- a backslash and a quote
select 'a\b"c' as "value";

-- a line break
select length('a
b') as "value";

-- umlauts and signs beyond
select (length('ä€😀')) + (strpos('ä€😀x', 'x')) as "value";

-- small decimals
select (0.05 + (-0.05)) + 0.5 as "value";

-- small doubles
select 1e-7 * 3 as "value";

-- great doubles
select 1e+21 + 1 as "value";

-- a double of 17 digits
select 0.1e0 + 0.2e0 as "value";

-- a negative zero
select abs(0e0) as "value";

-- not of a column
select not "flag" as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" = 2;

-- a list of distinct values
select cardinality(array_agg(distinct "k")) as "value"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price");

-- an ordered list
select element_at(array_agg("n" order by "n" desc nulls last), 1) as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" is not null;

-- a list in another order
select element_at(array_agg("word" order by "n" nulls last), 2) as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" is not null;

-- a list in an order of texts
select element_at(array_agg("word" order by "word" nulls last), 1) as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" is not null;

-- a list with a null
select cardinality(array_agg("n")) as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag");

-- extreme of a text over groups of one
select max("word") || min("word") as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag");

-- max of a case
select max(case when "flag" then "word" end) as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag");

-- a count compares with a decimal
select count(*) > 1.5 as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag");

-- a double is compared with a text literal
select "weight" > 1.5e0 as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" = 1;

-- a boolean is compared with a text literal
select "flag" = true as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" = 1;

-- a text to a timestamp literal
select "moment" >= timestamp '2012-01-01 00:00:00' as "value"
from (values (date '2011-12-09', timestamp '2011-12-09 12:50:59.123456'), (date '2012-02-29', timestamp '2012-02-29 00:00:00'), (date '2010-01-03', timestamp '2010-01-03 23:59:59.5')) as "m"("day", "moment")
where "day" = date '2012-02-29';

-- a text with a time for a moment
select "moment" < timestamp '2012-02-29 00:00:01.5' as "value"
from (values (date '2011-12-09', timestamp '2011-12-09 12:50:59.123456'), (date '2012-02-29', timestamp '2012-02-29 00:00:00'), (date '2010-01-03', timestamp '2010-01-03 23:59:59.5')) as "m"("day", "moment")
where "day" = date '2012-02-29';

-- unary plus
select "n" as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" = 1;

-- many signs
select (-(-"n")) - (-"n") as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" = 2;

-- nested case
select case when "n" = 1 then case when "flag" then 'x' else 'y' end else 'z' end as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" = 1;

-- or before and
select ("flag" or ("n" > 100)) and ("n" < 3) as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" = 1;

-- not before is null
select (not "flag") is null as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" is null;

-- like of a joined text
select ('a' || 'b') like ('a' || '%') as "value";

-- comparison of comparisons
select (1 < 2) = (2 < 3) as "value";

-- negation of between
select not (2 between 1 and 3) as "value";

-- in of an expression
select ("n" + 1) in (2, 3) as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" = 1;

-- between of expressions
select ("n" + 1) between "n" and ("n" * 3) as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" = 1;

-- is null of a sum
select ("n" + 1) is null as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" is null;

-- cast of a sum
select cast("n" + 1 as varchar) as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" = 1;

-- text of a negative
select 'x' || cast(-5 as varchar) as "value";

-- power of a negative
select power(-2e0, 2e0) as "value";

-- minus of a power
select power(-2e0, 2e0) as "value";

-- a modulo of a sum
select ("n" + 5) % 4 as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" = 1;

-- quotient of quotients
select (8e0 / 4e0) / 2e0 as "value";

-- difference of differences
select 8 - (4 - 2) as "value";

-- floor of a quotient
select floor(7e0 / 2e0) as "value";

-- floor as an integer
select cast(case when abs((floor(7e0 / 2e0)) - truncate((floor(7e0 / 2e0)))) = 5e-1 then 2e0 * round((floor(7e0 / 2e0)) / 2e0) else (floor(7e0 / 2e0)) end as integer) as "value";

-- ceil of an integer as text
select cast(cast(case when abs((cast(7 as double)) - truncate((cast(7 as double)))) = 5e-1 then 2e0 * round((cast(7 as double)) / 2e0) else (cast(7 as double)) end as integer) as varchar) as "value";

-- sign of a zero
select cast(sign(0) as bigint) as "value";

-- week of a moment
select extract(week from "moment") as "value"
from (values (date '2011-12-09', timestamp '2011-12-09 12:50:59.123456'), (date '2012-02-29', timestamp '2012-02-29 00:00:00'), (date '2010-01-03', timestamp '2010-01-03 23:59:59.5')) as "m"("day", "moment")
where "day" = date '2012-02-29';

-- day of the year of a moment
select extract(doy from "moment") as "value"
from (values (date '2011-12-09', timestamp '2011-12-09 12:50:59.123456'), (date '2012-02-29', timestamp '2012-02-29 00:00:00'), (date '2010-01-03', timestamp '2010-01-03 23:59:59.5')) as "m"("day", "moment")
where "day" = date '2012-02-29';

-- last_day of a moment
select last_day_of_month("moment") as "value"
from (values (date '2011-12-09', timestamp '2011-12-09 12:50:59.123456'), (date '2012-02-29', timestamp '2012-02-29 00:00:00'), (date '2010-01-03', timestamp '2010-01-03 23:59:59.5')) as "m"("day", "moment")
where "day" = date '2012-02-29';

-- weekday of a moment
select ((day_of_week("moment") % 7) * 10) + (day_of_week("moment")) as "value"
from (values (date '2011-12-09', timestamp '2011-12-09 12:50:59.123456'), (date '2012-02-29', timestamp '2012-02-29 00:00:00'), (date '2010-01-03', timestamp '2010-01-03 23:59:59.5')) as "m"("day", "moment")
where "day" = date '2012-02-29';

-- dayname of a moment
select (date_format("moment", '%W')) || (date_format("moment", '%M')) as "value"
from (values (date '2011-12-09', timestamp '2011-12-09 12:50:59.123456'), (date '2012-02-29', timestamp '2012-02-29 00:00:00'), (date '2010-01-03', timestamp '2010-01-03 23:59:59.5')) as "m"("day", "moment")
where "day" = date '2012-02-29';

-- try_cast of a decimal to integer
select try_cast("price" as integer) as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" = 2;

-- a smallint
select cast(5 as smallint) + 1 as "value";

-- a numeric without digits
select cast(1.23456 as decimal(18, 3)) as "value";

-- a decimal to a decimal text
select cast(cast(cast("price" as decimal(10, 1)) as decimal(38, 1)) as varchar) as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" = 2;

-- boolean as text
select cast("flag" as varchar) as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" = 1;

-- integer as boolean as text
select cast("n" <> 0 as varchar) as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" = 1;

-- a boolean as a double
select cast(cast("flag" as bigint) as double) as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" = 1;

-- a boolean as a decimal
select cast(cast("flag" as bigint) as decimal(4, 1)) as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" = 1;

-- strftime of names
select fn_format_date(date '2011-12-09', '%a %A %b %B %y %j') as "value";

-- a class with a dash
select regexp_replace('a-b_c', '[\-_]', '') as "value";

-- a class of spaces
select regexp_replace('a 	 b', '[\t\n\f\r ]+', ' ') as "value";

-- not a digit
select regexp_replace('a1b22', '[^0-9]', '') as "value";

-- a counted repetition
select regexp_like('2020-01', '\A[0-9]{4}-[0-9]{2}\z') as "value";

-- a point escaped
select regexp_like('a.b', '\Aa\.b\z') as "value";

-- an optional group
select regexp_like('ab', '\Aa(bc)?b\z') as "value";

-- letters beyond ASCII
select regexp_like('é', '\A[0-9A-Za-z_]\z') as "value";

-- search in Ünïcode
select case when 'Ünïcode' is not null then coalesce(regexp_extract('Ünïcode', '[a-z]+', 0), '') end as "value";

-- a bracket of brackets
select regexp_like(']', '[\]]') as "value";

-- a decimal of a text column
select cast("s" as decimal(10, 2)) as "value"
from (values ('1.005')) as "t"("s");

-- a double of a text column
select cast("s" as double) as "value"
from (values ('1.5e3')) as "t"("s");

-- an integer of a text column
select cast("s" as bigint) as "value"
from (values ('12')) as "t"("s");

-- a boolean of a text column
select cast("s" as boolean) as "value"
from (values ('true')) as "t"("s");

-- substr of a negative column
select substr('abcdef', greatest(case when ("n" - 5) < 0 then length('abcdef') + ("n" - 5) + 1 else "n" - 5 end, 1), greatest((case when ("n" - 5) < 0 then length('abcdef') + ("n" - 5) + 1 else "n" - 5 end) + 2 - greatest(case when ("n" - 5) < 0 then length('abcdef') + ("n" - 5) + 1 else "n" - 5 end, 1), 0)) as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" = 2;

-- substr of a computed start and length
select if(("n" + 1) < 0, cast(fail('negative length of substr') as varchar), substr('abcdef', greatest(case when "n" < 0 then length('abcdef') + "n" + 1 else "n" end, 1), greatest((case when "n" < 0 then length('abcdef') + "n" + 1 else "n" end) + ("n" + 1) - greatest(case when "n" < 0 then length('abcdef') + "n" + 1 else "n" end, 1), 0))) as "value"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" = 2;

-- substr from a negative start without length
select substr('abc', greatest(length('abc') + (-5) + 1, 1)) as "value";

-- an integer literal of 64 bits stays one
select cast(1 as bigint) + 1 as "value";

-- intervals of literals
select (cast(date '2020-01-31' as timestamp(6)) + interval '1' month) - interval '-1' day as "value";

-- a moment minus a date minus days
select cast(date '2020-03-01' as timestamp(6)) - interval '1' day as "value";

-- lists compare
select array[1, 2] = array[1, 2] as "value";

-- every half is rounded alike
select lower(to_hex(md5(to_utf8(array_join(array_agg(cast(cast(case when abs(((round(("i" * 0.005e0) * 1e2) / 1e2) * 1000) - truncate(((round(("i" * 0.005e0) * 1e2) / 1e2) * 1000))) = 5e-1 then 2e0 * round(((round(("i" * 0.005e0) * 1e2) / 1e2) * 1000) / 2e0) else ((round(("i" * 0.005e0) * 1e2) / 1e2) * 1000) end as bigint) as varchar) order by "i" nulls last) filter (where cast(cast(case when abs(((round(("i" * 0.005e0) * 1e2) / 1e2) * 1000) - truncate(((round(("i" * 0.005e0) * 1e2) / 1e2) * 1000))) = 5e-1 then 2e0 * round(((round(("i" * 0.005e0) * 1e2) / 1e2) * 1000) / 2e0) else ((round(("i" * 0.005e0) * 1e2) / 1e2) * 1000) end as bigint) as varchar) is not null), ','))))) as "value"
from unnest(if(-1000 <= 1000, sequence(-1000, 1000), cast(array[] as array(bigint)))) as "g"("i");

-- every half becomes the same integer
select lower(to_hex(md5(to_utf8(array_join(array_agg(cast(cast(case when abs(("i" * 0.5e0) - truncate(("i" * 0.5e0))) = 5e-1 then 2e0 * round(("i" * 0.5e0) / 2e0) else ("i" * 0.5e0) end as bigint) as varchar) order by "i" nulls last) filter (where cast(cast(case when abs(("i" * 0.5e0) - truncate(("i" * 0.5e0))) = 5e-1 then 2e0 * round(("i" * 0.5e0) / 2e0) else ("i" * 0.5e0) end as bigint) as varchar) is not null), ','))))) as "value"
from unnest(if(-1000 <= 1000, sequence(-1000, 1000), cast(array[] as array(bigint)))) as "g"("i");

-- every half becomes the same decimal
select lower(to_hex(md5(to_utf8(array_join(array_agg(cast(cast(cast(cast(round(("i" * 0.005e0) * 1e2) as bigint) * 0.01 as decimal(18, 2)) as decimal(38, 2)) as varchar) order by "i" nulls last) filter (where cast(cast(cast(cast(round(("i" * 0.005e0) * 1e2) as bigint) * 0.01 as decimal(18, 2)) as decimal(38, 2)) as varchar) is not null), ','))))) as "value"
from unnest(if(-1000 <= 1000, sequence(-1000, 1000), cast(array[] as array(bigint)))) as "g"("i");

-- a double becomes a whole decimal
select cast(round(2.5e0) as decimal(18, 0)) as "value";

-- 25 years of days have the same parts
select lower(to_hex(md5(to_utf8(array_join(array_agg(coalesce(cast(extract(week from "d"."d") as varchar), '') || '-' || coalesce(cast(year_of_week("d"."d") as varchar), '') || '-' || coalesce(cast(day_of_week("d"."d") % 7 as varchar), '') || '-' || coalesce(cast(day_of_week("d"."d") as varchar), '') || '-' || coalesce(cast(extract(doy from "d"."d") as varchar), '') || '-' || coalesce(regexp_replace(cast((date_trunc('week', cast("d"."d" as timestamp(6)))) as varchar), '\.?0+$', ''), '') || '-' || coalesce(cast((last_day_of_month("d"."d")) as varchar), '') || '-' || coalesce(cast(date_diff('day', date '2010-12-31', "d"."d") / 7 as varchar), '') || '-' || coalesce(cast(date_diff('month', date_trunc('month', cast(date '2010-12-31' as timestamp(6))), date_trunc('month', cast("d"."d" as timestamp(6)))) as varchar), '') || '-' || coalesce(regexp_replace(cast((cast("d"."d" as timestamp(6)) + interval '1' month) as varchar), '\.?0+$', ''), '') order by "d"."d" nulls last) filter (where (coalesce(cast(extract(week from "d"."d") as varchar), '') || '-' || coalesce(cast(year_of_week("d"."d") as varchar), '') || '-' || coalesce(cast(day_of_week("d"."d") % 7 as varchar), '') || '-' || coalesce(cast(day_of_week("d"."d") as varchar), '') || '-' || coalesce(cast(extract(doy from "d"."d") as varchar), '') || '-' || coalesce(regexp_replace(cast((date_trunc('week', cast("d"."d" as timestamp(6)))) as varchar), '\.?0+$', ''), '') || '-' || coalesce(cast((last_day_of_month("d"."d")) as varchar), '') || '-' || coalesce(cast(date_diff('day', date '2010-12-31', "d"."d") / 7 as varchar), '') || '-' || coalesce(cast(date_diff('month', date_trunc('month', cast(date '2010-12-31' as timestamp(6))), date_trunc('month', cast("d"."d" as timestamp(6)))) as varchar), '') || '-' || coalesce(regexp_replace(cast((cast("d"."d" as timestamp(6)) + interval '1' month) as varchar), '\.?0+$', ''), '')) is not null), ','))))) as "value"
from (
select date_add('day', cast("i" as integer), date '1995-01-01') as "d"
from unnest(sequence(0, 9000)) as "g"("i")
) as "d";

-- what trim takes, character by character
select lower(to_hex(md5(to_utf8(array_join(array_agg('[' || coalesce(trim(both U&' \00A0\1680\2000\2001\2002\2003\2004\2005\2006\2007\2008\2009\200A\202F\205F\3000' from "s"), '') || '|' || coalesce(trim(leading U&' \00A0\1680\2000\2001\2002\2003\2004\2005\2006\2007\2008\2009\200A\202F\205F\3000' from "s"), '') || '|' || coalesce(trim(trailing U&' \00A0\1680\2000\2001\2002\2003\2004\2005\2006\2007\2008\2009\200A\202F\205F\3000' from "s"), '') || ']' order by "i" nulls last) filter (where ('[' || coalesce(trim(both U&' \00A0\1680\2000\2001\2002\2003\2004\2005\2006\2007\2008\2009\200A\202F\205F\3000' from "s"), '') || '|' || coalesce(trim(leading U&' \00A0\1680\2000\2001\2002\2003\2004\2005\2006\2007\2008\2009\200A\202F\205F\3000' from "s"), '') || '|' || coalesce(trim(trailing U&' \00A0\1680\2000\2001\2002\2003\2004\2005\2006\2007\2008\2009\200A\202F\205F\3000' from "s"), '') || ']') is not null), ','))))) as "value"
from (
select "i", ((chr(cast("i" as integer))) || 'x') || (chr(cast("i" as integer))) as "s"
from unnest(sequence(1, 40)) as "g"("i")
union all
(select "i", ((chr(cast("i" as integer))) || 'x') || (chr(cast("i" as integer)))
from unnest(sequence(127, 260)) as "g"("i")
union all
select "i", ((chr(cast("i" as integer))) || 'x') || (chr(cast("i" as integer)))
from unnest(sequence(8180, 8300)) as "g"("i"))
) as "q";

-- the order of characters
select lower(to_hex(md5(to_utf8(array_join(array_agg("s" order by "s" nulls last) filter (where "s" is not null), ''))))) as "value"
from (
select chr(cast("i" as integer)) as "s"
from unnest(sequence(33, 700)) as "g"("i")
) as "q";

-- parts of a text from every place
select lower(to_hex(md5(to_utf8(array_join(array_agg(coalesce(cast("g"."i" as varchar), '') || ':' || coalesce(cast("h"."j" as varchar), '') || ':' || coalesce(if("h"."j" < 0, cast(fail('negative length of substr') as varchar), substr('abcdef', greatest(case when "g"."i" < 0 then length('abcdef') + "g"."i" + 1 else "g"."i" end, 1), greatest((case when "g"."i" < 0 then length('abcdef') + "g"."i" + 1 else "g"."i" end) + "h"."j" - greatest(case when "g"."i" < 0 then length('abcdef') + "g"."i" + 1 else "g"."i" end, 1), 0))), '') || ':' || coalesce(substr('abcdef', greatest(case when "g"."i" < 0 then length('abcdef') + "g"."i" + 1 else "g"."i" end, 1)), '') || ':' || coalesce(substr('abcdef', 1, case when "g"."i" < 0 then greatest(length('abcdef') + "g"."i", 0) else "g"."i" end), '') || ':' || coalesce(case when "g"."i" < 0 then substr('abcdef', 1 - "g"."i") else substr('abcdef', greatest(length('abcdef') - "g"."i" + 1, 1)) end, '') order by "g"."i" nulls last, "h"."j" nulls last) filter (where (coalesce(cast("g"."i" as varchar), '') || ':' || coalesce(cast("h"."j" as varchar), '') || ':' || coalesce(if("h"."j" < 0, cast(fail('negative length of substr') as varchar), substr('abcdef', greatest(case when "g"."i" < 0 then length('abcdef') + "g"."i" + 1 else "g"."i" end, 1), greatest((case when "g"."i" < 0 then length('abcdef') + "g"."i" + 1 else "g"."i" end) + "h"."j" - greatest(case when "g"."i" < 0 then length('abcdef') + "g"."i" + 1 else "g"."i" end, 1), 0))), '') || ':' || coalesce(substr('abcdef', greatest(case when "g"."i" < 0 then length('abcdef') + "g"."i" + 1 else "g"."i" end, 1)), '') || ':' || coalesce(substr('abcdef', 1, case when "g"."i" < 0 then greatest(length('abcdef') + "g"."i", 0) else "g"."i" end), '') || ':' || coalesce(case when "g"."i" < 0 then substr('abcdef', 1 - "g"."i") else substr('abcdef', greatest(length('abcdef') - "g"."i" + 1, 1)) end, '')) is not null), ','))))) as "value"
from unnest(if(-6 <= 8, sequence(-6, 8), cast(array[] as array(bigint)))) as "g"("i")
cross join unnest(sequence(0, 8)) as "h"("j");

-- columns and where
select "n", "word"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" > 1
order by "n" nulls last;

-- nulls come last
select "n"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
order by "n" desc nulls last;

-- nulls first
select "n"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
order by "n" nulls first;

-- texts by code point
select "word"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
order by "word" nulls last;

-- order by a number
select "word", "n"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
order by "n" desc nulls last;

-- order by an alias
select "n" * (-1) as "m"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
order by "m" nulls last;

-- order by an alias of a text
select "word" || '!' as "w"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
order by "w" nulls last;

-- order by an expression
select "n"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" is not null
order by (-"v"."n") nulls last;

-- a bare name in an order is an alias
select -"a" as "b", "a"
from (values (1, -9), (2, -5)) as "v"("a", "b")
order by "b" nulls last;

-- in an expression it is a column
select -"a" as "b", "a"
from (values (1, -9), (2, -5)) as "v"("a", "b")
order by ("v"."b" + 0) nulls last;

-- limit and offset
select "n"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
order by "n" nulls last
offset 1
limit 2;

-- limit alone
select "n"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
order by "n" nulls last
limit 1;

-- offset alone
select "n"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
order by "n" nulls last
offset 3;

-- distinct
select "flag"
from (
select distinct "flag"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
) as "rmodel_1"("flag")
order by "flag" nulls last;

-- distinct texts in order
select "k"
from (
select distinct "k"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price")
) as "rmodel_1"("k")
order by "k" desc nulls last;

-- distinct on
select "k", "n"
from (
select "k", "n", row_number() over (partition by "k" order by "k" nulls last, "n" desc nulls last) as "rmodel_1"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price")
) as "rmodel_2"("k", "n", "rmodel_1")
where "rmodel_1" = 1
order by "k" nulls last, "n" desc nulls last;

-- distinct on in another order
select "a", "b"
from (
select "a", "b", row_number() over (partition by "a" order by "b" desc nulls last) as "rmodel_1"
from (values (1, 2), (1, 1), (2, 5)) as "v"("a", "b")
) as "rmodel_2"("a", "b", "rmodel_1")
where "rmodel_1" = 1
order by "b" desc nulls last;

-- group by
select "k", count(*) as "c", sum("n") as "s"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price")
group by "k"
order by "k" nulls last;

-- group by a number
select upper("k") as "u", count(*) as "c"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price")
group by upper("k")
order by "u" nulls last;

-- group by an alias
select upper("k") as "u", count(*) as "c"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price")
group by upper("k")
order by "u" nulls last;

-- group by all
select upper("k") as "u", 'x' as "x", count(*) as "c"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price")
group by upper("k")
order by "u" nulls last;

-- having
select "k"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price")
group by "k"
having count("n") > 0
order by "k" nulls last;

-- having an alias
select "k", count("n") as "c"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price")
group by "k"
having count("n") > 1;

-- a column goes before an alias in having
select sum("a") as "b"
from (values (1, 5), (2, 5)) as "v"("a", "b")
group by "v"."b"
having "b" = 5;

-- rollup
select "k", count(*) as "c"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price")
group by grouping sets ((), ("k"))
order by "k" nulls last;

-- grouping sets
select "k", "n", grouping("k") as "g", count(*) as "c"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price")
where "n" is not null
group by grouping sets (("k"), ("n"), ())
order by "k" nulls last, "n" nulls last, "c" nulls last;

-- cube
select "k", "flag", count(*) as "c"
from (
select "k", "n" > 1 as "flag"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price")
where "n" is not null
) as "q"
group by grouping sets ((), ("k"), ("k", "flag"), ("flag"))
order by "k" nulls last, "flag" nulls last, "c" nulls last;

-- an alias in where
select "n" * 2 as "m"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where ("n" * 2) > 2
order by "m" nulls last;

-- a column goes before an alias in where
select "a" as "b"
from (values (1, 5), (2, 5)) as "v"("a", "b")
where "b" = 5
order by "b" nulls last;

-- an alias in the select list
select "n" + 1 as "m", ("n" + 1) * 2 as "p"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" = 1;

-- an alias of an alias
select "n" + 1 as "m", ("n" + 1) * 2 as "p", (("n" + 1) * 2) - 1 as "o"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" = 1;

-- qualify
select "k", "n"
from (
select "k", "n", row_number() over (partition by "k" order by "n" desc nulls last) = 1 as "rmodel_1"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price")
) as "rmodel_2"("k", "n", "rmodel_1")
where "rmodel_1"
order by "k" nulls last;

-- qualify by an alias
select "k", "n", "r"
from (
select "k", "n", row_number() over (partition by "k" order by "n" desc nulls last) as "r", row_number() over (partition by "k" order by "n" desc nulls last) = 1 as "rmodel_1"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price")
) as "rmodel_2"("k", "n", "r", "rmodel_1")
where "rmodel_1"
order by "k" nulls last;

-- qualify orders by what is not selected
select "k"
from (
select "k", row_number() over (partition by "k" order by "n" nulls last) = 1 as "rmodel_1", "price" as "rmodel_2"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price")
) as "rmodel_3"("k", "rmodel_1", "rmodel_2")
where "rmodel_1"
order by "rmodel_2" desc nulls last;

-- qualify over groups
select "k", "s"
from (
select "k", sum("n") as "s", rank() over (order by sum("n") desc nulls last) = 1 as "rmodel_1"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price")
group by "k"
) as "rmodel_2"("k", "s", "rmodel_1")
where "rmodel_1"
order by "k" nulls last;

-- qualify with a star
select "k", "n", "price"
from (
select "k", "n", "price", row_number() over (partition by "k" order by "n" desc nulls last) = 1 as "rmodel_1"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price")
) as "rmodel_2"("k", "n", "price", "rmodel_1")
where "rmodel_1"
order by "k" nulls last;

-- qualify with a limit
select "k"
from (
select "k", row_number() over (partition by "k" order by "n" nulls last) = 1 as "rmodel_1"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price")
) as "rmodel_2"("k", "rmodel_1")
where "rmodel_1"
order by "k" nulls last
offset 1
limit 1;

-- a star
select "n", "word", "price", "weight", "flag"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" = 1;

-- a star without a column
select "n", "price", "flag"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" = 1;

-- a star with another column
select "n" + 1 as "n", "word", "price"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" = 1;

-- a table's star
select "v"."n", "v"."word", "v"."price", "v"."weight", "v"."flag"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price")
join (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag") on "g"."n" = "v"."n"
where "v"."n" = 1;

-- join on
select "g"."k", "v"."word"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price")
join (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag") on "g"."n" = "v"."n"
order by "g"."k" nulls last, "v"."word" nulls last;

-- left join
select "g"."k", "v"."word"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price")
left join (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag") on "g"."n" = "v"."n"
order by "g"."k" nulls last, "g"."n" nulls last;

-- right join
select "g"."k", "v"."n"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price")
right join (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag") on "g"."n" = "v"."n"
order by "v"."n" nulls last, "g"."k" nulls last;

-- full join using
select coalesce("g"."n", "v"."n") as "n", "g"."k", "v"."word"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price")
full join (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag") on "g"."n" = "v"."n"
order by "n" nulls last, "g"."k" nulls last;

-- join using
select "g"."n", "g"."k"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price")
join (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag") on "g"."n" = "v"."n"
order by "n" nulls last;

-- using and a qualified column
select "g"."n", "v"."n"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price")
left join (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag") on "g"."n" = "v"."n"
order by "g"."n" nulls last, "g"."k" nulls last;

-- a star after using
select "l"."x", "l"."id", "r"."y"
from (values (1, 'a')) as "l"("x", "id")
join (values ('a', 2)) as "r"("id", "y") on "l"."id" = "r"."id";

-- using in two joins
select "x"."id", "x"."a", "y"."b", "z"."c"
from (values (1, 'a')) as "x"("id", "a")
join (values (1, 'b')) as "y"("id", "b") on "x"."id" = "y"."id"
left join (values (1, 'c')) as "z"("id", "c") on "x"."id" = "z"."id";

-- cross join
select "x"."a", "y"."b"
from (values (1), (2)) as "x"("a")
cross join (values (3)) as "y"("b")
order by "a" nulls last;

-- a comma
select "x"."a", "y"."b"
from (values (1), (2)) as "x"("a")
cross join (values (3)) as "y"("b")
order by "a" nulls last;

-- a join in parentheses
select "x"."a", "y"."b", "z"."c"
from (values (1)) as "x"("a")
left join ((values (1)) as "y"("b")
join (values (1)) as "z"("c") on "y"."b" = "z"."c") on "x"."a" = "y"."b";

-- a lateral join
select "g"."k", "l"."twice"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price")
cross join lateral (
select "g"."n" * 2 as "twice"
) as "l"
where "g"."n" = 3;

-- a lateral left join
select "g"."k", "l"."m"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price")
left join lateral (
select max("v"."n") as "m"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "v"."n" <= "g"."n"
) as "l" on true
order by "g"."k" nulls last, "l"."m" nulls last;

-- a query as a table without a name
select "m"
from (
select 1 as "m"
) as "rmodel_1";

-- a query as a value
select (select max("n")
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")) as "m";

-- a query about the row
select "k", (select count(*)
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "v"."n" = "g"."n") as "c"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price")
order by "k" nulls last, "c" nulls last;

-- exists
select "k"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price")
where exists (select 1
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "v"."n" = "g"."n")
order by "k" nulls last;

-- not exists
select "k"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price")
where not exists (select 1
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "v"."n" = "g"."n")
order by "k" nulls last;

-- in a query
select "k"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price")
where "n" in (select "n"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag"))
order by "k" nulls last;

-- not in a query
select "k"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price")
where not ("n" in (select "n"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" is not null))
order by "k" nulls last;

-- any of a query
select "k"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price")
where "n" > any (select "n"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" is not null)
order by "k" nulls last;

-- all of a query
select "k"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price")
where not ("n" < any (select "n"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" < 3))
order by "k" nulls last;

-- with
with "a" as (
select "n"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" > 1
),
"b" as (
select "n" * 2 as "m"
from "a"
)
select "a"."n", "b"."m"
from "a"
join "b" on "b"."m" = ("a"."n" * 2)
order by "a"."n" nulls last;

-- with names of columns
with "a"("x", "y") as (
select 1, 2
)
select "y", "x"
from "a";

-- with inside a query
select "x"
from (
with "a" as (
select 1 as "x"
)
select "x"
from "a"
) as "q";

-- a recursive query
with recursive "c"("n") as (
select 1
union all
select "n" + 1
from "c"
where "n" < 5
)
select sum("n") as "s"
from "c";

-- a materialized query
with "a" as (
select 1 as "x"
)
select "x"
from "a";

-- union all
select "a"
from (
select 1 as "a"
union all
select 1
) as "rmodel_1"("a")
order by "a" nulls last;

-- union
select 1 as "a"
union
select 1;

-- except
select 1 as "a"
except
select 2;

-- intersect
select 1 as "a"
intersect
select 1;

-- union in an order of texts
select "w"
from (
select 'b' as "w"
union all
(select 'A'
union all
select 'a')
) as "rmodel_1"("w")
order by "w" nulls last;

-- set operations in parentheses
(select 1 as "a"
union all
select 2)
except
select 2;

-- a limit inside union
select "a"
from (
(select 2 as "a"
limit 1)
union all
(select 1
order by 1 nulls last)
) as "rmodel_1"("a")
order by "a" nulls last
limit 2;

-- numbers of two types
select "a"
from (
select 1 as "a"
union all
select 2.5
) as "rmodel_1"("a")
order by "a" nulls last;

-- values
select "col0", "col1"
from (values (1, 'a'), (2, 'b')) as "rmodel_1"("col0", "col1")
order by "col0" nulls last;

-- values as a table
select "x", "y"
from (values (1, 'a'), (2, null)) as "v"("x", "y")
order by "x" nulls last;

-- a series
select sum("i"."n") as "s"
from unnest(sequence(1, 4)) as "i"("n");

-- an empty series
select count(*) as "c"
from unnest(if(5 <= 1, sequence(5, 1), cast(array[] as array(bigint)))) as "i"("n");

-- a range
select min("r"."n") as "a", max("r"."n") as "b"
from unnest(sequence(2, 4)) as "r"("n");

-- a range from zero
select count(*) as "c", max("r"."n") as "m"
from unnest(sequence(0, 2)) as "r"("n");

-- a range has 64 bits
select max("r"."n" * 1000000) as "m"
from unnest(sequence(3, 4999)) as "r"("n");

-- a series has 64 bits
select max("i"."n" * 1000000) as "m"
from unnest(sequence(3, 5000, 1)) as "i"("n");

-- a series of days
select cast("d"."day" as date) as "day"
from unnest(if(cast(date '2020-01-30' as timestamp(6)) <= cast(date '2020-02-02' as timestamp(6)), sequence(cast(date '2020-01-30' as timestamp(6)), cast(date '2020-02-02' as timestamp(6)), interval '1' day), cast(array[] as array(timestamp(6))))) as "d"("day")
order by "day" nulls last;

-- a series with a step
select "i"."n"
from unnest(sequence(1, 7, 3)) as "i"("n")
order by "n" nulls last;

-- a series of a column
select "v"."n", "i"."m"
from (values (1), (2)) as "v"("n")
cross join unnest(if(1 <= "v"."n", sequence(1, "v"."n"), cast(array[] as array(bigint)))) as "i"("m")
order by "n" nulls last, "m" nulls last;

-- unnest
select "u"."x"
from unnest(array[3, 1, 2]) as "u"("x")
order by "u"."x" nulls last;

-- unnest beside a table
select "v"."n", "u"."x"
from (values (1)) as "v"("n")
cross join unnest(array[10, 20]) as "u"("x")
order by "u"."x" nulls last;

-- row_number
select "k", "n", row_number() over (partition by "k" order by "n" nulls last) as "r"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price")
order by "k" nulls last, "r" nulls last;

-- rank and dense_rank
select "n", rank() over (order by "flag" nulls last) as "r", dense_rank() over (order by "flag" nulls last) as "d"
from (
select "n", "n" > 1 as "flag"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
) as "q"
order by "n" nulls last;

-- lag and lead
select "n", lag("n") over (order by "n" nulls last) as "a", lead("n", 2, 0) over (order by "n" nulls last) as "b"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" is not null
order by "n" nulls last;

-- a running sum
select "n", sum("n") over (order by "n" nulls last) as "s"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" is not null
order by "n" nulls last;

-- a frame of rows
select "n", (reduce_agg(cast("price" as double), 0e0, (a, b) -> a + b, (a, b) -> a + b) over (order by "n" nulls last rows between 1 preceding and current row) / count(cast("price" as double)) over (order by "n" nulls last rows between 1 preceding and current row)) as "a"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" is not null
order by "n" nulls last;

-- a frame that leaves doubles behind
select "i", (reduce_agg("v", 0e0, (a, b) -> a + b, (a, b) -> a + b) over (order by "i" nulls last rows between 2 preceding and 1 preceding) / count("v") over (order by "i" nulls last rows between 2 preceding and 1 preceding)) as "a", reduce_agg("v", 0e0, (a, b) -> a + b, (a, b) -> a + b) over (order by "i" nulls last rows between 1 preceding and current row) as "s"
from (
select "i", case when "i" < 4 then 1234.57e0 * "i" when "i" < 8 then 0e0 end as "v"
from unnest(sequence(1, 9)) as "r"("i")
) as "t"
order by "i" nulls last;

-- a frame to the end
select "n", last_value("n") over (order by "n" nulls last rows between unbounded preceding and unbounded following) as "a"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" is not null
order by "n" nulls last;

-- a frame of days
select "day", count(*) over (order by "day" nulls last range between interval '100' day preceding and current row) as "c"
from (values (date '2011-12-09', timestamp '2011-12-09 12:50:59.123456'), (date '2012-02-29', timestamp '2012-02-29 00:00:00'), (date '2010-01-03', timestamp '2010-01-03 23:59:59.5')) as "m"("day", "moment")
order by "day" nulls last;

-- a frame of numbers
select "n", sum("n") over (order by "n" nulls last range between 1 preceding and 1 following) as "s"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" is not null
order by "n" nulls last;

-- a named window
select "n", sum("n") over (order by "n" nulls last) as "s", count(*) over (order by "n" nulls last) as "c"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" is not null
order by "n" nulls last;

-- a filter over a window
select "n", sum(case when "flag" then "n" end) over (order by "n" nulls last) as "s", count(case when "flag" then 1 end) over (order by "n" nulls last) as "c"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" is not null
order by "n" nulls last;

-- ntile and percent_rank
select "n", ntile(2) over (order by "n" nulls last) as "t", percent_rank() over (order by "n" nulls last) as "p", cume_dist() over (order by "n" nulls last) as "c"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" is not null
order by "n" nulls last;

-- first_value and nth_value
select "n", first_value("word") over (order by "n" nulls last) as "f", nth_value("word", 2) over (order by "n" nulls last) as "s"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" is not null
order by "n" nulls last;

-- last_value ignore nulls
select "n", last_value("word") ignore nulls over (order by "n" nulls last) as "f"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
order by "n" nulls last;

-- a window over groups
select "k", sum(sum("n")) over (order by "k" nulls last) as "s"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price")
group by "k"
order by "k" nulls last;

-- min of texts over a window
select "n", min("word") over (order by "n" nulls last) as "w"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" is not null
order by "n" nulls last;

-- names in another case
select "v"."n", "word"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" = 1;

-- a quoted name
select "Some Name"
from (
select 1 as "Some Name"
) as "q";

-- a comment at the end
select 1 as "x";

-- a semicolon at the end
select 1 as "x";

-- order by an aggregate
select "k", count(*) as "n"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price")
group by "k"
order by count(*) desc nulls last, "k" nulls last;

-- order by an aggregate of a shadowed name
select "k", -sum("n") as "n"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price")
group by "k"
order by sum("g"."n") nulls first, "k" desc nulls last;

-- order by an alias that shadows
select "k", -"g"."n" as "n"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price")
order by "n" nulls last, "k" nulls last;

-- distinct on with a star
select "k", "n", "price"
from (
select "k", "n", "price", row_number() over (partition by "k" order by "k" nulls last, "n" desc nulls last) as "rmodel_1"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price")
) as "rmodel_2"("k", "n", "price", "rmodel_1")
where "rmodel_1" = 1
order by "k" nulls last, "n" desc nulls last;

-- lag with a default of another number type
select "n", lag("price", 1, 0) over (order by "n" nulls last) as "p", lag("word", 1, '-') over (order by "n" nulls last) as "w"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" is not null
order by "n" nulls last;

-- rank by a decimal
select "n", rank() over (order by "price" desc nulls last) as "r"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
order by "n" nulls last;

-- rank by a text
select "word", rank() over (order by "word" nulls last) as "r"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
order by "r" nulls last;

-- avg over a window
select "n", avg(cast("n" as double)) over () as "a", cast(sum("n") over () as double) / 2e0 as "h"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" is not null
order by "n" nulls last;

-- limit zero
select "n"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
limit 0;

-- a query twice
with "a" as (
select 1 as "x"
)
select "l"."x", "r"."x" as "y"
from "a" as "l"
join "a" as "r" on "l"."x" = "r"."x";

-- a query named in capitals
with "Amounts" as (
select 1 as "X"
)
select "X"
from "Amounts";

-- an alias in capitals
select "v"."A", "v"."b"
from (values (1, 2)) as "v"("A", "b");

-- nested with
with "a" as (
with "b" as (
select 1 as "x"
)
select "x"
from "b"
)
select "x"
from "a";

-- an inner name hides an outer one
with "a" as (
select 1 as "x"
)
select "x"
from (
with "a" as (
select 2 as "x"
)
select "x"
from "a"
) as "q";

-- having with two conditions
select "k"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price")
group by "k"
having (count(*) > 1) and (max("n") > 2);

-- exists or
select "k"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price")
where exists (select 1
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where ("v"."n" = "g"."n") and "v"."flag") or ("g"."n" = 3)
order by "k" nulls last, "g"."n" nulls last;

-- a condition of a correlated sum
select "g"."n"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price")
where "g"."n" > (select avg(cast("v"."n" as double))
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "v"."n" <> "g"."n")
order by "n" nulls last;

-- group by two
select "k", "n" > 1 as "big", count(*) as "c"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price")
group by "k", "n" > 1
order by "k" nulls last, "big" nulls last;

-- group by a month
select date_trunc('month', cast("day" as timestamp(6))) as "m", count(*) as "c"
from (values (date '2011-12-09', timestamp '2011-12-09 12:50:59.123456'), (date '2012-02-29', timestamp '2012-02-29 00:00:00'), (date '2010-01-03', timestamp '2010-01-03 23:59:59.5')) as "m"("day", "moment")
group by date_trunc('month', cast("day" as timestamp(6)))
order by "m" nulls last;

-- a distinct count by group
select "k", count(distinct "n") as "c"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price")
group by "k"
order by "c" desc nulls last, "k" nulls last;

-- a window in an expression
select "n", "n" - lag("n") over (order by "n" nulls last) as "d"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" is not null
order by "d" nulls last;

-- a share of a total
select "k", cast(sum("n") as double) / cast(sum(sum("n")) over () as double) as "s"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price")
where "n" is not null
group by "k"
order by "k" nulls last;

-- a join of three
select "g"."k", "v"."n", "w"."x"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price")
join (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag") on "g"."n" = "v"."n"
left join (values (1, 'one')) as "w"("n", "x") on "w"."n" = "v"."n"
order by "g"."k" nulls last, "v"."n" nulls last;

-- a left join with a condition
select "g"."k", "g"."n", "v"."word"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price")
left join (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag") on ("g"."n" = "v"."n") and "v"."flag"
order by "g"."k" nulls last, "g"."n" nulls last;

-- a join on an inequality
select count(*) as "c"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price")
join (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag") on "g"."n" > "v"."n";

-- union of selects with where
select "k"
from (
select "k"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price")
where "n" = 1
union
select "word"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" = 1
) as "rmodel_1"("k")
order by "k" nulls last;

-- union of three
select "a"
from (
select 1 as "a"
union all
(select 2
union all
select 3)
) as "rmodel_1"("a")
order by "a" desc nulls last
limit 2;

-- except all
select "a"
from (
select "a"
from (values (1), (1), (2)) as "v"("a")
except all
select 1
) as "rmodel_1"("a")
order by "a" nulls last;

-- intersect inside union
select "a"
from (
select 1 as "a"
union
(select 2
intersect
select 2)
) as "rmodel_1"("a")
order by "a" nulls last;

-- union with a null
select "a"
from (
select 1 as "a"
union all
select null
) as "rmodel_1"("a")
order by "a" nulls last;

-- union of a date and a moment
select "a"
from (
select date '2020-01-01' as "a"
union all
select timestamp '2020-01-01 10:00:00'
) as "rmodel_1"("a")
order by "a" nulls last;

-- union of integer and double
select "a"
from (
select 1 as "a"
union all
select 2.5e0
) as "rmodel_1"("a")
order by "a" nulls last;

-- values with a null and decimals
select "a"
from (values (1), (null), (2.5)) as "v"("a")
order by "a" nulls last;

-- distinct with a limit
select "k"
from (
select distinct "k"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price")
) as "rmodel_1"("k")
order by "k" nulls last
limit 2;

-- distinct by an expression
select "u"
from (
select distinct upper("k") as "u"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price")
) as "rmodel_1"("u")
order by "u" nulls last;

-- qualify and order by a number
select "k", "n"
from (
select "k", "n", row_number() over (partition by "k" order by "n" nulls last) = 1 as "rmodel_1"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price")
) as "rmodel_2"("k", "n", "rmodel_1")
where "rmodel_1"
order by "k" desc nulls last;

-- qualify on two windows
select "n"
from (
select "n", (row_number() over (order by "n" nulls last) = 1) or (row_number() over (order by "n" desc nulls last) = 1) as "rmodel_1"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
) as "rmodel_2"("n", "rmodel_1")
where "rmodel_1"
order by "n" nulls last;

-- qualify without names
select "rmodel_3"
from (
select "n" + 1, row_number() over (order by "n" nulls last) = 1 as "rmodel_1"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
) as "rmodel_2"("rmodel_3", "rmodel_1")
where "rmodel_1";

-- qualify in a query
select sum("q"."n") as "s"
from (
select "k", "n"
from (
select "k", "n", row_number() over (partition by "k" order by "n" nulls last) = 1 as "rmodel_1"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price")
) as "rmodel_2"("k", "n", "rmodel_1")
where "rmodel_1"
) as "q";

-- qualify with where and having
select "k", "c"
from (
select "k", count(*) as "c", row_number() over (order by count(*) desc nulls last, "k" nulls last) = 1 as "rmodel_1"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price")
where "n" is not null
group by "k"
having count(*) > 0
) as "rmodel_2"("k", "c", "rmodel_1")
where "rmodel_1";

-- qualify with double names
select "n", "rmodel_4" as "n"
from (
select "g"."n", "v"."n", row_number() over (partition by "g"."k" order by "g"."n" nulls last) = 1 as "rmodel_1", "g"."k" as "rmodel_2"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price")
join (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag") on "g"."n" = "v"."n"
) as "rmodel_3"("n", "rmodel_4", "rmodel_1", "rmodel_2")
where "rmodel_1"
order by "rmodel_2" nulls last;

-- from first
select "n"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" = 1;

-- a lateral query with a name alone
select "v"."a", "l"."b"
from (values (1), (2)) as "v"("a")
cross join lateral (
select "a" * 2 as "b"
) as "l"
order by "v"."a" nulls last;

-- a query beside that refers to nothing
select "v"."a", "l"."b"
from (values (1), (2)) as "v"("a")
left join (
select 2 as "b"
) as "l" on "l"."b" = "v"."a"
order by "v"."a" nulls last;

-- a full join of stars
select coalesce("l"."id", "r"."id") as "id", "l"."x", "r"."y"
from (values (1, 'a')) as "l"("id", "x")
full join (values (2, 'b')) as "r"("id", "y") on "l"."id" = "r"."id"
order by "id" nulls last;

-- right join using
select "r"."id", "l"."x", "r"."y"
from (values (1, 'a')) as "l"("id", "x")
right join (values (2, 'b')) as "r"("id", "y") on "l"."id" = "r"."id";

-- group by number in rollup
select "k", count(*) as "c"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price")
group by grouping sets ((), ("k"))
order by "k" nulls last;

-- count of nothing grouped
select count(*) as "c"
from (values ('x', 1, 10.5), ('x', 2, 1.0), ('y', 3, 2.0), ('y', null, 4.0), ('z', null, null)) as "g"("k", "n", "price")
where false;

-- an aggregate without from
select count(*) as "c", max(1) as "m";

-- a window frame of following
select "n", sum("n") over (order by "n" nulls last rows between current row and unbounded following) as "s"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" is not null
order by "n" nulls last;

-- groups frame
select "n", count(*) over (order by "flag" nulls last groups between current row and 1 following) as "s"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" is not null
order by "n" nulls last;

-- a window by an alias
select "n", "n" % 2 as "odd", count(*) over (partition by "n" % 2) as "c"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" is not null
order by "n" nulls last;

-- a range frame of text order
select "word", count(*) over (order by "word" nulls last) as "c"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" is not null
order by "word" nulls last;

-- a scalar query of two rows
select (select "a"
from (values (1), (2)) as "v"("a")
where "a" = 2) as "x";

-- union inside in
select "n"
from (values (1, 'b', 1.50, 2.5e0, true), (2, 'a', 2.25, -1.5e0, false), (4, 'C', 10.00, 1e0, true), (null, null, null, null, null)) as "v"("n", "word", "price", "weight", "flag")
where "n" in (select 1
union
select 2)
order by "n" nulls last;

-- a recursive query that looks for its end
with recursive "t"("n", "s") as (
select 1, cast('a' as varchar)
union all
select "n" + 1, "s" || 'a'
from "t"
where "n" < 3
)
select max("s") as "m"
from "t";

-- order by a constant
select "a"
from (values (2), (1)) as "v"("a")
where "a" = 1
order by cast(1 as bigint) nulls last;

-- a series backwards
select "i"."n"
from unnest(sequence(3, 1, -1)) as "i"("n")
order by "n" nulls last;

-- a series with a step that does not fit
select "i"."n"
from unnest(sequence(1, 8, 3)) as "i"("n")
order by "n" nulls last;

-- a series of moments
select "s"."t"
from unnest(if(timestamp '2020-01-01 00:00:00' <= timestamp '2020-01-01 12:00:00', sequence(timestamp '2020-01-01 00:00:00', timestamp '2020-01-01 12:00:00', interval '6' hour), cast(array[] as array(timestamp(6))))) as "s"("t")
order by "t" nulls last;

-- a range of a column
select "v"."n", "i"."m"
from (values (1), (0)) as "v"("n")
cross join unnest(if(0 <= ("v"."n") - 1, sequence(0, ("v"."n") - 1), cast(array[] as array(bigint)))) as "i"("m")
order by "n" nulls last, "m" nulls last;
