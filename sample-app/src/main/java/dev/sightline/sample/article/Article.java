package dev.sightline.sample.article;

import java.io.Serializable;

public record Article(long id, String title, String body) implements Serializable {

}
