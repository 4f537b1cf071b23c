package dev.sightline.autoconfigure.llm;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of calls of models.
 */
@ConfigurationProperties(LlmProperties.PREFIX)
public class LlmProperties {

	/**
	 * Where the settings are.
	 */
	public static final String PREFIX = "sightline.llm";

	/**
	 * Whether the text of prompts and answers is put on spans, after redaction.
	 */
	private boolean includeContent;

	/**
	 * Most characters of a prompt, and of an answer, that are put on a span.
	 */
	private int maxContentLength = 4096;

	/**
	 * Whether the libraries' own meters stay where Sightline has one for the same.
	 */
	private boolean libraryMeters;

	/**
	 * Whether the tokens of a call are worked out from its texts if nobody reported them.
	 */
	private boolean estimateTokens;

	public boolean isIncludeContent() {
		return this.includeContent;
	}

	public void setIncludeContent(boolean includeContent) {
		this.includeContent = includeContent;
	}

	public int getMaxContentLength() {
		return this.maxContentLength;
	}

	public void setMaxContentLength(int maxContentLength) {
		this.maxContentLength = maxContentLength;
	}

	public boolean isLibraryMeters() {
		return this.libraryMeters;
	}

	public void setLibraryMeters(boolean libraryMeters) {
		this.libraryMeters = libraryMeters;
	}

	public boolean isEstimateTokens() {
		return this.estimateTokens;
	}

	public void setEstimateTokens(boolean estimateTokens) {
		this.estimateTokens = estimateTokens;
	}

}
