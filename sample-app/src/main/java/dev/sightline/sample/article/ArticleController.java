package dev.sightline.sample.article;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

@RestController
class ArticleController {

	private final ArticleService articles;

	ArticleController(ArticleService articles) {
		this.articles = articles;
	}

	@GetMapping("/api/articles/{id}")
	Article one(@PathVariable long id) {
		Article article = this.articles.find(id);
		if (article == null) {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND, "No article " + id);
		}
		return article;
	}

}
