package dev.sightline.sample.assistant;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

record Question(@NotBlank @Size(max = 4000) String message) {

}
