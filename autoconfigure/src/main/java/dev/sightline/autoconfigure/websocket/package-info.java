/**
 * Connections and messages of WebSocket servers.
 */
@NullMarked
package dev.sightline.autoconfigure.websocket;

import org.jspecify.annotations.NullMarked;
