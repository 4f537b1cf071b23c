package dev.sightline.autoconfigure.websocket;

/**
 * The span of one message. None of its methods throws.
 */
interface MessageSpan {

	/**
	 * Of a message that is not traced.
	 */
	MessageSpan NONE = new MessageSpan() {

		@Override
		public void enter() {
		}

		@Override
		public void exit() {
		}

		@Override
		public void error(Throwable error) {
		}

		@Override
		public void end() {
		}

	};

	/**
	 * Make it the current span of this thread.
	 */
	void enter();

	/**
	 * Make what was current before {@link #enter()} current again.
	 */
	void exit();

	/**
	 * Say that the application failed to handle the message.
	 */
	void error(Throwable error);

	/**
	 * Say that the message is handled.
	 */
	void end();

}
