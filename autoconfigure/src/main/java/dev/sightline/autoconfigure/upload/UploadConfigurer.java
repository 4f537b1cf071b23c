package dev.sightline.autoconfigure.upload;

import org.springframework.core.Ordered;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Adds {@link UploadInterceptor} before all others, which may turn a request away.
 */
class UploadConfigurer implements WebMvcConfigurer {

	private final UploadInterceptor interceptor;

	UploadConfigurer(Uploads uploads) {
		this.interceptor = new UploadInterceptor(uploads);
	}

	@Override
	public void addInterceptors(InterceptorRegistry registry) {
		registry.addInterceptor(this.interceptor).order(Ordered.HIGHEST_PRECEDENCE);
	}

}
