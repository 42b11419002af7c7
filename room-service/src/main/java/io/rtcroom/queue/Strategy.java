package io.rtcroom.queue;

/** Which of several idle agents who fit gets the caller. */
enum Strategy {
    LONGEST_IDLE,
    /** Who was offered something longest ago. */
    ROUND_ROBIN,
    /** Who has talked least of their shift. */
    LEAST_OCCUPIED,
    /** Who is best at what the caller needs. */
    SKILL_WEIGHTED,
    /** Who served this caller last, else longest idle. */
    STICKY
}
