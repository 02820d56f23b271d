package dev.safe4j.shop.lostupdate;

/** Price lists, each a text with a version. */
public interface PriceList {

    Edition read(long list);

    /** Saves what an editor has made of the edition that was read. */
    Edition save(long list, Edition edited);

    /** Adds a line at the end, whatever the text is now. */
    Edition append(long list, String line);

    /** A text, and the version it has in the row it was read from. */
    record Edition(String content, long version) {}
}
