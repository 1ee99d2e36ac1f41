package social.godwit.identity.json;

/** Writes doubles as ECMAScript does (RFC 8785 section 3.2.2.3, ECMA-262 Number::toString). */
final class EcmaScriptNumber {
    private EcmaScriptNumber() {}

    /** Returns the shortest text that reads back as {@code value}; only finite values have one. */
    static String text(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("not a JSON number: " + value);
        }
        if (value == 0) {
            return "0";
        }
        if (value < 0) {
            return "-" + text(-value);
        }
        // Java's own text has the shortest digits (JDK 19 and later) but for one-digit values; only the layout differs.
        String java = Double.toString(value);
        int e = java.indexOf('E');
        int exponent = e < 0 ? 0 : Integer.parseInt(java, e + 1, java.length(), 10);
        String mantissa = e < 0 ? java : java.substring(0, e);
        int dot = mantissa.indexOf('.');
        String digits = mantissa.substring(0, dot) + mantissa.substring(dot + 1);
        int point = dot + exponent;
        int leading = 0;
        while (leading < digits.length() - 1 && digits.charAt(leading) == '0') {
            leading++;
        }
        digits = digits.substring(leading);
        point -= leading;
        int end = digits.length();
        while (end > 1 && digits.charAt(end - 1) == '0') {
            end--;
        }
        digits = digits.substring(0, end);
        if (digits.length() == 2) {
            String shorter = oneDigit(digits, point, value);
            if (shorter.length() == 1) {
                digits = shorter;
            } else if (!shorter.isEmpty()) {
                digits = "1";
                point++;
            }
        }
        return layout(digits, point);
    }

    /**
     * Java prefers the closest two-digit decimal where ECMAScript wants one digit (4.9E-324 is 5e-324). Returns that
     * digit, "10" when it carries over, or nothing when one digit does not suffice.
     */
    private static String oneDigit(String digits, int point, double value) {
        int tens = digits.charAt(0) - '0';
        int up = digits.charAt(1) >= '5' ? tens + 1 : tens;
        int down = digits.charAt(1) >= '5' ? tens : tens + 1;
        for (int candidate : new int[] {up, down}) {
            if (Double.parseDouble(candidate + "e" + (point - 1)) == value) {
                return Integer.toString(candidate);
            }
        }
        return "";
    }

    /** ECMA-262 Number::toString: {@code digits} with the decimal point after {@code point} of them. */
    private static String layout(String digits, int point) {
        int count = digits.length();
        if (count <= point && point <= 21) {
            return digits + "0".repeat(point - count);
        }
        if (0 < point && point <= 21) {
            return digits.substring(0, point) + "." + digits.substring(point);
        }
        if (-6 < point && point <= 0) {
            return "0." + "0".repeat(-point) + digits;
        }
        int exponent = point - 1;
        String tail = "e" + (exponent < 0 ? "-" : "+") + Math.abs(exponent);
        return count == 1 ? digits + tail : digits.charAt(0) + "." + digits.substring(1) + tail;
    }
}
