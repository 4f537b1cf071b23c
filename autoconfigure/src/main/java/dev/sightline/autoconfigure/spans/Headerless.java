package dev.sightline.autoconfigure.spans;

/**
 * The context of a call whose span is that of a client, though the call carries no
 * headers that could tell the other side of it.
 */
public interface Headerless {

}
