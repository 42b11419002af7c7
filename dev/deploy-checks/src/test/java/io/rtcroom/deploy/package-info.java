/**
 * What a cluster would find out too late: the chart is rendered over a matrix of values by the Helm library itself, every
 * manifest is read strictly, and the rules of the deployment are checked on what comes out. k8s/ is written from here.
 */
package io.rtcroom.deploy;
