package io.puredtls.endpoint.explain;

/** An explanation as a page. */
public final class HtmlPage {
    private HtmlPage() {
    }

    /** The page. */
    public static String of(Explanation explanation) {
        return "";
    }
}
