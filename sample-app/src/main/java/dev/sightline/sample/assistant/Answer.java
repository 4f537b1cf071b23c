package dev.sightline.sample.assistant;

record Answer(String answer) {

}
