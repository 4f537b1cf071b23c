package dev.sightline.autoconfigure.http.client;

import java.time.Duration;

import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.context.ApplicationContext;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;
import org.springframework.web.util.DefaultUriBuilderFactory;

/**
 * A client as an application makes it from Spring Boot's builders.
 */
enum Client {

	REST_CLIENT_ON_JDK, REST_CLIENT_ON_HTTP_COMPONENTS, REST_CLIENT_ON_JETTY, REST_CLIENT_ON_REACTOR_NETTY,
	REST_CLIENT_ON_URL_CONNECTION, REST_TEMPLATE, WEB_CLIENT, HTTP_EXCHANGE;

	/**
	 * Ask for the item 42 with the means of the client.
	 * @return the body
	 */
	String get(ApplicationContext context, String base, Duration connectTimeout, Duration readTimeout) {
		HttpClientSettings settings = HttpClientSettings.defaults().withTimeouts(connectTimeout, readTimeout);
		return switch (this) {
			case REST_TEMPLATE -> context.getBean(RestTemplateBuilder.class)
				.requestFactoryBuilder(ClientHttpRequestFactoryBuilder.jdk())
				.clientSettings(settings)
				.build()
				.getForObject(base + "/items/{id}", String.class, 42);
			case WEB_CLIENT -> context.getBean(WebClient.Builder.class)
				.clientConnector(ClientHttpConnectorBuilder.reactor().build(settings))
				.build()
				.get()
				.uri(base + "/items/{id}", 42)
				.retrieve()
				.bodyToMono(String.class)
				.block();
			case HTTP_EXCHANGE ->
				HttpServiceProxyFactory.builderFor(RestClientAdapter.create(restClient(context, settings).mutate()
					.uriBuilderFactory(new DefaultUriBuilderFactory(base))
					.build())).build().createClient(Items.class).item(42);
			default -> restClient(context, settings).get().uri(base + "/items/{id}", 42).retrieve().body(String.class);
		};
	}

	private RestClient restClient(ApplicationContext context, HttpClientSettings settings) {
		ClientHttpRequestFactoryBuilder<?> factory = switch (this) {
			case REST_CLIENT_ON_HTTP_COMPONENTS -> ClientHttpRequestFactoryBuilder.httpComponents();
			case REST_CLIENT_ON_JETTY -> ClientHttpRequestFactoryBuilder.jetty();
			case REST_CLIENT_ON_REACTOR_NETTY -> ClientHttpRequestFactoryBuilder.reactor();
			case REST_CLIENT_ON_URL_CONNECTION -> ClientHttpRequestFactoryBuilder.simple();
			default -> ClientHttpRequestFactoryBuilder.jdk();
		};
		return context.getBean(RestClient.Builder.class).requestFactory(factory.build(settings)).build();
	}

	@HttpExchange
	interface Items {

		@GetExchange("/items/{id}")
		String item(@PathVariable int id);

	}

}
