package dev.sightline.autoconfigure.upload;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.util.StringUtils;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.multipart.MultipartHttpServletRequest;
import org.springframework.web.multipart.support.AbstractMultipartHttpServletRequest;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.util.WebUtils;

/**
 * Records the files of a request as soon as its route is known, or at its end if they are
 * only read when the handler asks for them.
 */
class UploadInterceptor implements HandlerInterceptor {

	private static final Logger logger = LoggerFactory.getLogger(UploadInterceptor.class);

	/**
	 * An asynchronous request passes more than once.
	 */
	private static final String RECORDED = UploadInterceptor.class.getName() + ".RECORDED";

	private final Uploads uploads;

	UploadInterceptor(Uploads uploads) {
		this.uploads = uploads;
	}

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
		record(request);
		return true;
	}

	@Override
	public void afterCompletion(HttpServletRequest request, HttpServletResponse response, Object handler,
			@Nullable Exception ex) {
		record(request);
	}

	private void record(HttpServletRequest request) {
		MultipartHttpServletRequest upload = WebUtils.getNativeRequest(request, MultipartHttpServletRequest.class);
		// The page of an error is a request for no files, though it has the body of one.
		if (upload == null || !isResolved(upload) || request.getDispatcherType() == DispatcherType.ERROR
				|| request.getAttribute(RECORDED) != null) {
			return;
		}
		request.setAttribute(RECORDED, true);
		try {
			Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
			upload.getMultiFileMap().values().forEach((files) -> files.forEach((file) -> record(pattern, file)));
		}
		catch (RuntimeException ex) {
			logger.debug("The files of a request were not measured", ex);
		}
	}

	private void record(@Nullable Object pattern, MultipartFile file) {
		// A form in which no file was chosen sends an empty one without a name.
		if (StringUtils.hasLength(file.getOriginalFilename())) {
			this.uploads.received(pattern, FileType.of(file.getContentType()), file.getSize());
		}
	}

	private static boolean isResolved(MultipartHttpServletRequest upload) {
		return !(upload instanceof AbstractMultipartHttpServletRequest lazy) || lazy.isResolved();
	}

}
