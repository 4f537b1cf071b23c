package dev.sightline.autoconfigure.llm.langchain4j;

import java.util.List;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.DimensionAwareEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.output.Response;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Providers of models that do not tell theirs.
 */
class ProvidersTests {

	@Test
	void shouldNameTheProviderOfAModelOfTheLibrary() {
		assertThat(Providers.name(OpenAiEmbeddingModel.builder().apiKey("key-of-the-stub").modelName("embed").build()))
			.isEqualTo("openai");
	}

	@Test
	void shouldNotTakeABaseClassOfTheLibraryForAProvider() {
		assertThat(Providers.name(new OwnModel())).isEqualTo("none");
	}

	private static final class OwnModel extends DimensionAwareEmbeddingModel {

		@Override
		public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
			return Response.from(List.of());
		}

	}

}
