package dev.sightline.autoconfigure.upload;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.web.multipart.MultipartHttpServletRequest;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.Signal;

/**
 * Auto-configuration for the sizes of uploaded files, and for uploads that are rejected.
 */
@AutoConfiguration
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnWebApplication
@ConditionalOnEnabledSignal(Signal.UPLOAD)
public final class UploadAutoConfiguration {

	@Bean
	Uploads sightlineUploads(ObjectProvider<MeterRegistry> registry) {
		return new Uploads(registry);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ HttpServletRequest.class, MultipartHttpServletRequest.class, WebMvcConfigurer.class })
	@ConditionalOnWebApplication(type = Type.SERVLET)
	static class ServletUploads {

		@Bean
		UploadConfigurer sightlineUploadConfigurer(Uploads uploads) {
			return new UploadConfigurer(uploads);
		}

		@Bean
		RejectedUploadResolver sightlineRejectedUploadResolver(Uploads uploads) {
			return new RejectedUploadResolver(uploads);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ ServerCodecConfigurer.class, HandlerMapping.class })
	@ConditionalOnWebApplication(type = Type.REACTIVE)
	static class ReactiveUploads {

		@Bean
		static UploadCodecPostProcessor sightlineUploadCodecPostProcessor(ObjectProvider<Uploads> uploads) {
			return new UploadCodecPostProcessor(uploads);
		}

	}

}
