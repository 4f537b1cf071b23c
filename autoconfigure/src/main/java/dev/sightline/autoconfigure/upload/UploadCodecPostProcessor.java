package dev.sightline.autoconfigure.upload;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.http.codec.support.DefaultServerCodecConfigurer;

/**
 * Puts {@link UploadCodecConfigurer} around the codecs when they are all set.
 */
class UploadCodecPostProcessor implements BeanPostProcessor {

	private final ObjectProvider<Uploads> uploads;

	UploadCodecPostProcessor(ObjectProvider<Uploads> uploads) {
		this.uploads = uploads;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		// A class of the user may be injected as such.
		return (bean.getClass() == DefaultServerCodecConfigurer.class)
				? new UploadCodecConfigurer((ServerCodecConfigurer) bean, this.uploads) : bean;
	}

}
