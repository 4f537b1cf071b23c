package dev.sightline.autoconfigure.metrics.business;

import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebExchangeDecorator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for requests whose user is not known. Requests are mocks, since the store of a
 * session has to fail.
 */
class ActiveUsersTests {

	private final ActiveUsers users = new ActiveUsers(Duration.ofMinutes(15));

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	@BeforeEach
	void bind() {
		this.users.bindTo(this.registry);
	}

	@Test
	void shouldGoOnIfTheUserOfAServletRequestCanNotBeFound() throws Exception {
		MockHttpServletRequest request = new MockHttpServletRequest() {

			@Override
			public Principal getUserPrincipal() {
				throw new IllegalStateException("The store of sessions is gone");
			}

		};
		MockFilterChain chain = new MockFilterChain();
		new ServletUserFilter(this.users).doFilter(request, new MockHttpServletResponse(), chain);
		assertThat(chain.getRequest()).isSameAs(request);
		assertThat(active()).isZero();
	}

	@Test
	void shouldGoOnIfTheUserOfAReactiveRequestCanNotBeFound() {
		assertThat(isServed(Mono.error(new IllegalStateException("The store of sessions is gone")))).isTrue();
		assertThat(active()).isZero();
	}

	@Test
	void shouldCountUsersThatAreLoggedInOnly() {
		assertThat(isServed(Mono.just(
				new AnonymousAuthenticationToken("key", "anonymousUser", AuthorityUtils.createAuthorityList("NONE")))))
			.isTrue();
		assertThat(active()).isZero();
		assertThat(isServed(Mono.just(() -> "ann"))).isTrue();
		assertThat(active()).isEqualTo(1);
	}

	@Test
	void shouldLookForQueuesOnlyIfThereAreNames() {
		DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
		RootBeanDefinition lazy = new RootBeanDefinition(LazyFactory.class, LazyFactory::new);
		lazy.setLazyInit(true);
		beans.registerBeanDefinition("lazy", lazy);
		LazyFactory.made.set(false);
		new QueueMeters(beans, List.of()).bindTo(this.registry);
		assertThat(LazyFactory.made).isFalse();
	}

	private boolean isServed(Mono<Principal> user) {
		AtomicBoolean served = new AtomicBoolean();
		ServerWebExchange exchange = new ServerWebExchangeDecorator(
				MockServerWebExchange.from(MockServerHttpRequest.get("/"))) {

			@Override
			@SuppressWarnings("unchecked")
			public <T extends Principal> Mono<T> getPrincipal() {
				return (Mono<T>) user;
			}

		};
		new BusinessAutoConfiguration.Users.ReactiveApplications().sightlineActiveUserFilter(this.users)
			.filter(exchange, (next) -> Mono.fromRunnable(() -> served.set(true)))
			.block(Duration.ofSeconds(30));
		return served.get();
	}

	private double active() {
		return this.registry.get("active.users").gauge().value();
	}

	static class LazyFactory implements FactoryBean<BlockingQueue<?>> {

		private static final AtomicBoolean made = new AtomicBoolean();

		LazyFactory() {
			made.set(true);
		}

		@Override
		public BlockingQueue<?> getObject() {
			throw new IllegalStateException("Nobody asks for it");
		}

		@Override
		public Class<?> getObjectType() {
			return BlockingQueue.class;
		}

	}

}
