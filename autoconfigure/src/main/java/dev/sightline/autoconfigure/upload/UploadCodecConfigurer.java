package dev.sightline.autoconfigure.upload;

import java.util.List;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.codec.HttpMessageReader;
import org.springframework.http.codec.HttpMessageWriter;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.http.codec.multipart.DefaultPartHttpMessageReader;
import org.springframework.http.codec.multipart.MultipartHttpMessageReader;
import org.springframework.http.codec.multipart.PartEventHttpMessageReader;

/**
 * The codecs of the application, with readers of parts that measure files.
 */
class UploadCodecConfigurer implements ServerCodecConfigurer {

	private final ServerCodecConfigurer delegate;

	private final ObjectProvider<Uploads> uploads;

	UploadCodecConfigurer(ServerCodecConfigurer delegate, ObjectProvider<Uploads> uploads) {
		this.delegate = delegate;
		this.uploads = uploads;
	}

	@Override
	public List<HttpMessageReader<?>> getReaders() {
		List<HttpMessageReader<?>> readers = this.delegate.getReaders();
		readers.replaceAll((reader) -> readsParts(reader) ? new UploadReader<>(reader, this.uploads) : reader);
		return readers;
	}

	private static boolean readsParts(HttpMessageReader<?> reader) {
		return reader instanceof MultipartHttpMessageReader || reader instanceof DefaultPartHttpMessageReader
				|| reader instanceof PartEventHttpMessageReader;
	}

	@Override
	public List<HttpMessageWriter<?>> getWriters() {
		return this.delegate.getWriters();
	}

	@Override
	public ServerDefaultCodecs defaultCodecs() {
		return this.delegate.defaultCodecs();
	}

	@Override
	public CustomCodecs customCodecs() {
		return this.delegate.customCodecs();
	}

	@Override
	public void registerDefaults(boolean registerDefaults) {
		this.delegate.registerDefaults(registerDefaults);
	}

	@Override
	public ServerCodecConfigurer clone() {
		return new UploadCodecConfigurer(this.delegate.clone(), this.uploads);
	}

}
