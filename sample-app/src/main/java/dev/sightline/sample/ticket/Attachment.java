package dev.sightline.sample.ticket;

import com.fasterxml.jackson.annotation.JsonIgnore;

public record Attachment(long id, long ticket, int size, @JsonIgnore byte[] content) {

}
