package dev.sightline.autoconfigure.tracing.keep;

import java.util.List;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.StaticListableBeanFactory;

import dev.sightline.autoconfigure.spans.UnsampledRoot;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link KeptSpanFactory}.
 */
class KeptSpanFactoryTests {

	@Test
	void shouldCutTextsAndThoseOfLists() {
		AttributeKey<String> text = AttributeKey.stringKey("text");
		AttributeKey<List<String>> texts = AttributeKey.stringArrayKey("texts");
		AttributeKey<List<Long>> numbers = AttributeKey.longArrayKey("numbers");
		Attributes attributes = Attributes.of(text, "abcdef", texts, List.of("abcdef", "a"), numbers, List.of(123456L));
		SpanData span = new KeptSpanFactory(new StaticListableBeanFactory().getBeanProvider(Resource.class), 3)
			.create(new UnsampledRoot("name", SpanKind.INTERNAL, SpanContext.getInvalid(), SpanContext.getInvalid(), 1,
					null, () -> attributes), KeepReason.ERROR);
		assertThat(span.getAttributes().get(text)).isEqualTo("abc");
		assertThat(span.getAttributes().get(texts)).containsExactly("abc", "a");
		assertThat(span.getAttributes().get(numbers)).containsExactly(123456L);
	}

}
