package dev.safe4j.spring.http;

import java.util.Base64;

/**
 * Reads an Item of RFC 9651 whose value is a String, by the algorithms of its section 4.2: the value, then parameters of any type,
 * which are checked and ignored. For one thread.
 */
final class StructuredField {

    private static final int MOST_DIGITS = 15;
    private static final int MOST_WHOLE_DIGITS = 12;
    private static final int MOST_DECIMALS = 3;
    private static final String TOKEN = "!#$%&'*+-.^_`|~:/";

    private final String input;
    private int at;

    private StructuredField(String input) {
        this.input = input;
    }

    /**
     * Reads the value.
     *
     * @throws MalformedKeyException if the field is not an Item that is a String
     */
    static String string(String field) throws MalformedKeyException {
        StructuredField reader = new StructuredField(field);
        reader.skipSpaces();
        if (reader.peek() != '"') {
            throw new MalformedKeyException("it is not a String in double quotes.");
        }
        String value = reader.quoted();
        reader.parameters();
        reader.skipSpaces();
        if (!reader.isAtEnd()) {
            throw new MalformedKeyException("something follows the String that is no parameter of it.");
        }
        return value;
    }

    private boolean isAtEnd() {
        return at >= input.length();
    }

    /** The next character, or one that no field has. */
    private char peek() {
        return isAtEnd() ? '\uffff' : input.charAt(at);
    }

    private boolean consume(char wanted) {
        boolean isThere = peek() == wanted;
        at += isThere ? 1 : 0;
        return isThere;
    }

    private void skipSpaces() {
        while (consume(' ')) {
            // on to the next
        }
    }

    private String quoted() throws MalformedKeyException {
        StringBuilder value = new StringBuilder();
        at++;
        while (!isAtEnd()) {
            char next = input.charAt(at++);
            if (next == '"') {
                return value.toString();
            } else if (next == '\\') {
                char escaped = peek();
                if (escaped != '"' && escaped != '\\') {
                    throw new MalformedKeyException("a backslash stands before something else than \" or \\.");
                }
                next = escaped;
                at++;
            } else if (next < ' ' || next > '~') {
                throw new MalformedKeyException("it holds a character that is not printable ASCII.");
            }
            value.append(next);
        }
        throw new MalformedKeyException("its closing quote is missing.");
    }

    private void parameters() throws MalformedKeyException {
        while (consume(';')) {
            skipSpaces();
            parameterName();
            if (consume('=')) {
                bareItem();
            }
        }
    }

    private void parameterName() throws MalformedKeyException {
        if (!isLower(peek()) && peek() != '*') {
            throw wrongParameter();
        }
        while (isLower(peek()) || isDigit(peek()) || "_-.*".indexOf(peek()) >= 0) {
            at++;
        }
    }

    private static MalformedKeyException wrongParameter() {
        return new MalformedKeyException("a parameter of it is malformed.");
    }

    private void bareItem() throws MalformedKeyException {
        char first = peek();
        if (first == '"') {
            quoted();
        } else if (first == '-' || isDigit(first)) {
            number();
        } else if (isAlpha(first) || first == '*') {
            while (isAlpha(peek()) || isDigit(peek()) || TOKEN.indexOf(peek()) >= 0) {
                at++;
            }
        } else if (consume(':')) {
            bytes();
        } else if (consume('?')) {
            require(consume('0') || consume('1'));
        } else if (consume('@')) {
            require(!number());
        } else if (consume('%')) {
            displayString();
        } else {
            throw wrongParameter();
        }
    }

    /** Reads an Integer or a Decimal; tells whether it was a Decimal. */
    private boolean number() throws MalformedKeyException {
        consume('-');
        int whole = digits();
        require(whole > 0);
        if (!consume('.')) {
            require(whole <= MOST_DIGITS);
            return false;
        }
        int decimals = digits();
        require(whole <= MOST_WHOLE_DIGITS && decimals > 0 && decimals <= MOST_DECIMALS);
        return true;
    }

    private int digits() {
        int begin = at;
        while (isDigit(peek())) {
            at++;
        }
        return at - begin;
    }

    private void bytes() throws MalformedKeyException {
        int end = input.indexOf(':', at);
        require(end >= 0);
        try {
            Base64.getDecoder().decode(input.substring(at, end));
        } catch (IllegalArgumentException notBase64) {
            throw wrongParameter();
        }
        at = end + 1;
    }

    /** Its bytes are not looked at as UTF-8: nobody reads them. */
    private void displayString() throws MalformedKeyException {
        require(consume('"'));
        while (!consume('"')) {
            char next = peek();
            require(next >= ' ' && next <= '~');
            at++;
            if (next == '%') {
                require(isHex(peek()));
                at++;
                require(isHex(peek()));
                at++;
            }
        }
    }

    private static void require(boolean condition) throws MalformedKeyException {
        if (!condition) {
            throw wrongParameter();
        }
    }

    private static boolean isDigit(char any) {
        return any >= '0' && any <= '9';
    }

    private static boolean isLower(char any) {
        return any >= 'a' && any <= 'z';
    }

    private static boolean isAlpha(char any) {
        return isLower(any) || (any >= 'A' && any <= 'Z');
    }

    private static boolean isHex(char any) {
        return isDigit(any) || (any >= 'a' && any <= 'f');
    }
}
