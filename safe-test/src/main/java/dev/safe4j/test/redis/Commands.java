package dev.safe4j.test.redis;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which arguments of a command are keys, and which of these it writes. What is not here may touch anything. */
final class Commands {

    /** Where the keys stand on the wire, and what is done to them. */
    private enum Keys {
        READ_FIRST,
        READ_ALL,
        WRITE_FIRST,
        WRITE_TWO,
        WRITE_ALL,
        /** The last argument is a time. */
        WRITE_ALL_BUT_LAST,
        WRITE_EACH_SECOND,
        /** The first is read, the second written. */
        COPY,
        /** The first is written, the second read. */
        STORE,
        /** The first is written, all others are read. */
        STORE_ALL,
        /** As STORE_ALL, after an operator. */
        STORE_AFTER_FIRST,
        /** A number, so many keys that are read. */
        READ_NUMBERED,
        /** The key that is written, a number, so many keys that are read. */
        STORE_NUMBERED,
        /** A script, a number, so many keys that may be read and written. */
        SCRIPT,
        /** A script, a number, so many keys that are read. */
        READING_SCRIPT
    }

    private static final Map<String, Keys> TABLE = table();

    /** Those that may wait until something is there. */
    private static final Set<String> BLOCKING =
            words("BLPOP BRPOP BLMOVE BRPOPLPUSH BLMPOP BZPOPMIN BZPOPMAX BZMPOP" + " XREAD XREADGROUP");

    private Commands() {}

    private static Map<String, Keys> table() {
        Map<String, Keys> table = new HashMap<>();
        putFirst(table);
        put(table, Keys.READ_ALL, "MGET EXISTS TOUCH SDIFF SINTER SUNION WATCH LCS");
        put(table, Keys.WRITE_TWO, "RENAME RENAMENX SMOVE LMOVE BLMOVE RPOPLPUSH BRPOPLPUSH");
        put(table, Keys.WRITE_ALL, "DEL UNLINK PFCOUNT");
        put(table, Keys.WRITE_ALL_BUT_LAST, "BLPOP BRPOP BZPOPMIN BZPOPMAX");
        put(table, Keys.WRITE_EACH_SECOND, "MSET MSETNX");
        put(table, Keys.COPY, "COPY");
        put(table, Keys.STORE, "ZRANGESTORE GEOSEARCHSTORE");
        put(table, Keys.STORE_ALL, "SDIFFSTORE SINTERSTORE SUNIONSTORE PFMERGE");
        put(table, Keys.STORE_AFTER_FIRST, "BITOP");
        put(table, Keys.READ_NUMBERED, "ZUNION ZINTER ZDIFF ZINTERCARD SINTERCARD");
        put(table, Keys.STORE_NUMBERED, "ZUNIONSTORE ZINTERSTORE ZDIFFSTORE");
        put(table, Keys.SCRIPT, "EVAL EVALSHA FCALL");
        put(table, Keys.READING_SCRIPT, "EVAL_RO EVALSHA_RO FCALL_RO");
        return Map.copyOf(table);
    }

    private static void putFirst(Map<String, Keys> table) {
        put(
                table,
                Keys.READ_FIRST,
                "GET STRLEN GETRANGE SUBSTR GETBIT BITCOUNT BITPOS BITFIELD_RO TTL PTTL EXPIRETIME"
                        + " PEXPIRETIME TYPE DUMP DIGEST HGET HMGET HGETALL HKEYS HVALS HLEN HEXISTS HSTRLEN HRANDFIELD HSCAN"
                        + " HTTL HPTTL HEXPIRETIME HPEXPIRETIME LLEN LRANGE LINDEX LPOS SCARD SISMEMBER SMISMEMBER SMEMBERS"
                        + " SRANDMEMBER SSCAN ZCARD ZSCORE ZMSCORE ZRANK ZREVRANK ZRANGE ZREVRANGE ZRANGEBYSCORE"
                        + " ZREVRANGEBYSCORE ZRANGEBYLEX ZREVRANGEBYLEX ZCOUNT ZLEXCOUNT ZRANDMEMBER ZSCAN XLEN XRANGE"
                        + " XREVRANGE XPENDING GEODIST GEOHASH GEOPOS GEOSEARCH GEORADIUS_RO SORT_RO");
        put(
                table,
                Keys.WRITE_FIRST,
                "SET SETNX SETEX PSETEX GETSET GETDEL GETEX APPEND SETRANGE SETBIT BITFIELD INCR"
                        + " INCRBY INCRBYFLOAT DECR DECRBY DELEX EXPIRE PEXPIRE EXPIREAT PEXPIREAT PERSIST RESTORE HSET HSETNX"
                        + " HMSET HINCRBY HINCRBYFLOAT HDEL HEXPIRE HPEXPIRE HEXPIREAT HPEXPIREAT HPERSIST HGETDEL HGETEX"
                        + " HSETEX LPUSH RPUSH LPUSHX RPUSHX LPOP RPOP LSET LREM LTRIM LINSERT SADD SREM SPOP ZADD ZREM"
                        + " ZINCRBY ZPOPMIN ZPOPMAX ZREMRANGEBYRANK ZREMRANGEBYSCORE ZREMRANGEBYLEX PFADD GEOADD XADD XDEL"
                        + " XTRIM XACK XCLAIM XAUTOCLAIM XSETID PUBLISH SPUBLISH");
    }

    private static void put(Map<String, Keys> table, Keys keys, String names) {
        words(names).forEach(name -> table.put(name, keys));
    }

    private static Set<String> words(String words) {
        return Set.of(words.split(" "));
    }

    static boolean mayBlock(String name) {
        return BLOCKING.contains(name.toUpperCase(Locale.ROOT));
    }

    /**
     * A command.
     *
     * @param wire its arguments in the order of the protocol
     * @param shown what the timeline shows of them
     */
    static RedisCall call(String name, List<String> wire, List<String> shown) {
        String upper = name.toUpperCase(Locale.ROOT);
        String text = RedisCall.text(upper, shown);
        Keys keys = TABLE.get(upper);
        Set<String> reads = new TreeSet<>();
        Set<String> writes = new TreeSet<>();
        if (keys == null || !find(keys, wire, reads, writes)) {
            return new RedisCall(text, upper, Set.of(), Set.of(), false);
        }
        Set<String> all = new HashSet<>(reads);
        all.addAll(writes);
        String shape = RedisCall.shape(
                upper, wire.stream().filter(all::contains).distinct().toList());
        return new RedisCall(text, shape, reads, writes, true);
    }

    /** Tells whether there are as many arguments as the command needs. */
    private static boolean find(Keys keys, List<String> wire, Set<String> reads, Set<String> writes) {
        int size = wire.size();
        switch (keys) {
            case READ_FIRST -> add(reads, wire, 0, 1);
            case READ_ALL -> add(reads, wire, 0, size);
            case WRITE_FIRST -> add(writes, wire, 0, 1);
            case WRITE_TWO -> add(writes, wire, 0, 2);
            case WRITE_ALL -> add(writes, wire, 0, size);
            case WRITE_ALL_BUT_LAST -> add(writes, wire, 0, size - 1);
            case COPY -> {
                add(reads, wire, 0, 1);
                add(writes, wire, 1, 2);
            }
            case STORE -> {
                add(writes, wire, 0, 1);
                add(reads, wire, 1, 2);
            }
            case STORE_ALL -> {
                add(writes, wire, 0, 1);
                add(reads, wire, 1, size);
            }
            case STORE_AFTER_FIRST -> {
                add(writes, wire, 1, 2);
                add(reads, wire, 2, size);
            }
            default -> counted(keys, wire, reads, writes);
        }
        return !reads.isEmpty() || !writes.isEmpty();
    }

    private static void counted(Keys keys, List<String> wire, Set<String> reads, Set<String> writes) {
        switch (keys) {
            case WRITE_EACH_SECOND -> {
                for (int i = 0; i < wire.size(); i += 2) {
                    writes.add(wire.get(i));
                }
            }
            case READ_NUMBERED -> add(reads, wire, 1, 1 + number(wire, 0));
            case STORE_NUMBERED -> {
                add(writes, wire, 0, 1);
                add(reads, wire, 2, 2 + number(wire, 1));
            }
            default -> {
                add(reads, wire, 2, 2 + number(wire, 1));
                if (keys == Keys.SCRIPT) {
                    writes.addAll(reads);
                }
            }
        }
    }

    private static int number(List<String> wire, int at) {
        return at < wire.size() && wire.get(at).matches("[0-9]{1,6}") ? Integer.parseInt(wire.get(at)) : 0;
    }

    private static void add(Set<String> to, List<String> wire, int from, int until) {
        int end = Math.min(until, wire.size());
        to.addAll(wire.subList(Math.min(from, end), end));
    }
}
