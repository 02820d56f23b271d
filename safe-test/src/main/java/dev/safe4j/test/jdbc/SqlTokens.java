package dev.safe4j.test.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Splits SQL into words, quoted names, literals and signs; comments are left out. */
public final class SqlTokens {

    private final String sql;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private SqlTokens(String sql) {
        this.sql = sql;
    }

    /** What a token is. */
    public enum Kind {
        /** A keyword or a name without quotes. */
        WORD,
        /** A quoted name. */
        NAME,
        /** A number or a string. */
        LITERAL,
        /** A question mark. */
        PLACEHOLDER,
        /** Any other character. */
        SIGN
    }

    /**
     * A token.
     *
     * @param kind what it is
     * @param text words in lower case, quoted names and strings without their quotes
     * @param start its place in the statement
     */
    public record Token(Kind kind, String text, int start) {

        /**
         * Tells whether it is this word or sign.
         *
         * @param word in lower case
         * @return whether it is, and is not quoted
         */
        public boolean is(String word) {
            return kind != Kind.NAME && kind != Kind.LITERAL && text.equals(word);
        }

        /** {@return whether it may be a name} */
        public boolean isName() {
            return kind == Kind.NAME || kind == Kind.WORD;
        }
    }

    /**
     * Splits a statement.
     *
     * @param sql the statement
     * @return its tokens
     */
    public static List<Token> of(String sql) {
        SqlTokens tokens = new SqlTokens(sql);
        while (tokens.at < sql.length()) {
            tokens.next();
        }
        return tokens.tokens;
    }

    private void next() {
        char c = sql.charAt(at);
        if (Character.isWhitespace(c)) {
            at++;
        } else if (sql.startsWith("--", at)) {
            skipTo("\n");
        } else if (sql.startsWith("/*", at)) {
            skipTo("*/");
        } else if (c == '\'') {
            quoted('\'', Kind.LITERAL);
        } else if (c == '"' || c == '`') {
            quoted(c, Kind.NAME);
        } else if (c == '$') {
            dollar();
        } else if (Character.isLetter(c) || c == '_') {
            word();
        } else if (Character.isDigit(c)) {
            number();
        } else {
            tokens.add(new Token(c == '?' ? Kind.PLACEHOLDER : Kind.SIGN, String.valueOf(c), at));
            at++;
        }
    }

    private void skipTo(String end) {
        int found = sql.indexOf(end, at);
        at = found < 0 ? sql.length() : found + end.length();
    }

    private void quoted(char quote, Kind kind) {
        int start = at;
        StringBuilder text = new StringBuilder();
        at++;
        while (at < sql.length()) {
            char c = sql.charAt(at++);
            if (c == quote) {
                if (at >= sql.length() || sql.charAt(at) != quote) {
                    break;
                }
                at++;
            }
            text.append(c);
        }
        tokens.add(new Token(kind, text.toString(), start));
    }

    private void dollar() {
        String quote = dollarQuote();
        int start = at;
        at += quote == null ? 1 : quote.length();
        if (quote != null) {
            skipTo(quote);
        }
        tokens.add(new Token(quote == null ? Kind.SIGN : Kind.LITERAL, sql.substring(start, at), start));
    }

    private @Nullable String dollarQuote() {
        int end = sql.indexOf('$', at + 1);
        if (end < 0) {
            return null;
        }
        String tag = sql.substring(at + 1, end);
        boolean isTag = tag.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_');
        return isTag && (tag.isEmpty() || !Character.isDigit(tag.charAt(0))) ? sql.substring(at, end + 1) : null;
    }

    private void word() {
        int start = at;
        while (at < sql.length() && (Character.isLetterOrDigit(sql.charAt(at)) || "_$".indexOf(sql.charAt(at)) >= 0)) {
            at++;
        }
        tokens.add(new Token(Kind.WORD, sql.substring(start, at).toLowerCase(Locale.ROOT), start));
    }

    private void number() {
        int start = at;
        while (at < sql.length() && (Character.isLetterOrDigit(sql.charAt(at)) || sql.charAt(at) == '.')) {
            at++;
        }
        tokens.add(new Token(Kind.LITERAL, sql.substring(start, at), start));
    }
}
