/**
 * Calls of models that are made with LangChain4j, and its tools, stores and retrievers.
 */
@NullMarked
package dev.sightline.autoconfigure.llm.langchain4j;

import org.jspecify.annotations.NullMarked;
